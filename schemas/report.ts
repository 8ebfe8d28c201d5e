import { z } from "zod";
import { block, check, plan, routePlan } from "./plan";
import type { DeepReadonly } from "./readonly";
import { moment, step } from "./steps";

const none = z
  .strictObject({
    action: z.literal("none"),
    service: z.string(),
    host: z.string(),
    evidence: z.string().describe("What was seen on the host."),
  })
  .describe("It runs where it should.");

const adopt = z
  .strictObject({
    action: z.literal("adopt"),
    service: z.string(),
    host: z.string(),
    evidence: z.string().describe("What was seen on the host."),
    routes: z.array(routePlan),
    checks: z.array(check),
    blocks: z.array(block),
  })
  .describe("It runs where it should, and is taken over as it is.");

const move = z
  .strictObject({ action: z.literal("move"), service: z.string(), plan })
  .describe("It would move.");

const recover = z
  .strictObject({
    action: z.literal("recover"),
    service: z.string(),
    from: z.string(),
    to: z.string(),
    step: step.describe("The step at which it was cut off."),
    since: z.string().describe("When that move began."),
    how: z.enum(["finish", "unwind"]),
  })
  .describe("An earlier move was cut off: it is first finished or put back, then looked at again.");

const blocked = z
  .strictObject({ action: z.literal("blocked"), service: z.string(), blocks: z.array(block) })
  .describe("Nothing can be planned for it.");

/** What is to be done for one service. */
export const assessment = z.discriminatedUnion("action", [none, adopt, move, recover, blocked]);

/** The document of `ferry plan --json`. */
export const report = z
  .strictObject({
    version: z.literal(1),
    stack: z.string(),
    made: moment,
    services: z.array(assessment),
  })
  .meta({ title: "Ferry report" })
  .describe("What `pulumi up` would do for each service, as `ferry plan --json` prints it.");

export type ReportDocument = DeepReadonly<z.infer<typeof report>>;
export type AssessmentDocument = DeepReadonly<z.infer<typeof assessment>>;
