import { z } from "zod";
import { dataset } from "./datasets";
import type { DeepReadonly } from "./readonly";
import { moment, step, strategy } from "./steps";

const hostPlace = z
  .strictObject({
    name: z.string().describe("The name in the stack file."),
    address: z.string(),
    root: z.string().describe("Empty for a server, a directory for a local host."),
  })
  .describe("A host, as it was when the move began.");

const numbers = z.array(z.tuple([z.int().min(0), z.int().min(0)]));

const passage = z
  .strictObject({
    source: hostPlace,
    target: hostPlace,
    from: dataset,
    to: dataset,
    move: z.string(),
    keep: z.array(z.string()).describe("Relative paths that the target keeps."),
    exclude: z.array(z.string()).describe("Relative globs that do not travel."),
    means: z
      .strictObject({
        mover: z.enum(["files", "archive"]).exactOptional().describe("The mover; files where absent."),
        codec: z.enum(["zstd", "gzip", "none"]),
        blocks: z
          .union([z.boolean(), z.literal("rsync")])
          .describe(
            "Of large files only the blocks travel that the target lacks; by rsync's delta where it says so.",
          ),
        attributes: z
          .enum(["python3", "getfattr", "none"])
          .describe("By what the proof looks at extended attributes, access lists and capabilities."),
        hasher: z.literal("b3sum").exactOptional().describe("What makes checksums; b2sum where absent."),
        streamsFrom: z
          .number()
          .exactOptional()
          .describe(
            "From so many entries on a first copy travels in several streams; absent: always in one.",
          ),
      })
      .describe("What both hosts have for carrying files."),
    owners: z
      .strictObject({ users: numbers, groups: numbers })
      .exactOptional()
      .describe(
        "The numbers of users and groups on the source, each with that on the target; absent by number.",
      ),
  })
  .describe("Where one dataset travels.");

const memo = z
  .strictObject({
    passages: z.array(passage),
    fence: z
      .record(z.string(), z.string())
      .exactOptional()
      .describe("What lets the source start by itself again."),
    route: z
      .strictObject({
        upstream: z.string().exactOptional(),
        file: z.string(),
        text: z.string().exactOptional(),
      })
      .exactOptional()
      .describe("The proxy's route file as it was."),
    stoppedAt: z
      .number()
      .exactOptional()
      .describe("Seconds since the epoch by the source's clock, right after the stop."),
  })
  .describe("What undoing needs; kept before it is needed.");

const entry = z.strictObject({
  step,
  event: z.enum(["intent", "done", "undone", "left", "failed"]),
  at: moment.describe("By the clock of the machine that runs the move; for people."),
  note: z.string().exactOptional(),
});

/** What both hosts of a move remember of it, so that anyone can finish it or put it back. Never a secret. */
export const journal = z
  .strictObject({
    version: z.literal(1),
    move: z.string().describe("The name of this move."),
    service: z.string(),
    kind: z.string(),
    from: z.string(),
    to: z.string(),
    strategy,
    controller: z.string().describe("The machine that runs the move."),
    started: moment,
    memo,
    entries: z.array(entry).describe("Each step: its intent before, its result after."),
    outcome: z
      .enum(["committed", "unwound", "stuck", "paused"])
      .exactOptional()
      .describe("Absent while the move is under way, or was cut off."),
  })
  .meta({ title: "Ferry journal" })
  .describe("One move, as both of its hosts remember it.");

export type JournalRecord = DeepReadonly<z.infer<typeof journal>>;
