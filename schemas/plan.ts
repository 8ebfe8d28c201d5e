import { z } from "zod";
import { dataset, leftBehind, scan } from "./datasets";
import { amount, count, step, strategy } from "./steps";

export const check = z
  .strictObject({
    name: z.string(),
    outcome: z.enum(["pass", "warn", "fail"]),
    text: z.string(),
    remedy: z.string().exactOptional().describe("What to do; given whenever the outcome is not pass."),
  })
  .describe("One line of the preflight report.");

export const routePlan = z.strictObject({
  proxy: z.string(),
  domain: z.string(),
  file: z.string().describe("The file on the proxy's host that holds the route."),
  from: z.string().exactOptional().describe("Absent where the route does not exist yet."),
  to: z.string(),
});

export const block = z
  .strictObject({ reason: z.string(), remedy: z.string() })
  .describe("Why a move may not begin, and what would change that.");

const plannedStep = z.strictObject({
  name: step,
  text: z.string().describe("One line for people."),
  down: z.boolean().describe("True for the steps in which the service does not answer."),
});

const imagePlan = z.strictObject({
  name: z.string(),
  how: z.enum(["present", "pull", "copy", "missing"]),
  bytes: count,
  layers: z
    .strictObject({ lacking: count, of: count, bytes: count })
    .exactOptional()
    .describe("What of a copy travels: the layers that the target lacks, and the bytes of their files."),
  whole: z.string().exactOptional().describe("Why all of a copy travels, whatever the target has."),
});

const downtimePart = z.strictObject({
  name: z.enum(["stop", "list", "rest", "start", "repoint"]),
  seconds: amount,
});

export const plan = z
  .strictObject({
    service: z.string(),
    kind: z.string(),
    from: z.string(),
    to: z.string(),
    strategy,
    rate: amount
      .exactOptional()
      .describe("The most bytes a second that it puts on the link; absent for no limit."),
    resumes: z
      .strictObject({ move: z.string(), since: z.string().describe("When it began."), step })
      .exactOptional()
      .describe("A move that was left before the service was stopped, and that it goes on with."),
    steps: z.array(plannedStep),
    datasets: z.array(z.strictObject({ source: dataset, target: dataset, scan })),
    means: z.array(z.string()).describe("How files travel, and why so: a line for each choice."),
    images: z.array(imagePlan),
    left: z.array(leftBehind),
    checks: z.array(check),
    routes: z.array(routePlan),
    downtime: z.strictObject({ seconds: amount, parts: z.array(downtimePart) }),
    blocks: z.array(block),
  })
  .describe("What moving one service would do.");
