import { z } from "zod";
import { count } from "./steps";

export const dataset = z
  .strictObject({
    id: z.string().describe('The same on every host: "directory", "volume:shop_db", "bind:/srv/media".'),
    type: z.enum(["directory", "volume", "bind"]),
    path: z.string().describe("Where its root really lies on this host."),
    file: z.boolean().exactOptional().describe("True where the path is one file, not a tree."),
    exclude: z.array(z.string()).exactOptional().describe("Relative paths in it that do not travel."),
    owners: z.literal("by-name").exactOptional().describe("How owners travel; by number where absent."),
  })
  .describe("A tree of files that belongs to a service and travels with it.");

export const leftBehind = z
  .strictObject({ what: z.string(), why: z.string() })
  .describe("Something of the service that stays where it is, and why.");

export const fileStatus = z.enum([
  "missing_target",
  "newer_source",
  "newer_target",
  "conflict",
  "match",
  "extra_target",
]);

const side = z
  .strictObject({
    bytes: count,
    modified: z.number().describe("Seconds since the epoch, with a fraction."),
    sha256: z.string().exactOptional().describe("Where it was needed to tell the sides apart."),
    type: z.enum(["file", "directory", "symlink", "other"]),
  })
  .describe("A path as one host has it.");

const conflict = z
  .strictObject({
    dataset: z.string(),
    path: z.string().describe("Relative to the dataset."),
    status: fileStatus.exclude(["missing_target", "match"]),
    source: side.exactOptional(),
    target: side.exactOptional(),
    decision: z
      .enum(["overwrite", "skip"])
      .exactOptional()
      .describe("Absent where nothing in the stack file decides it: that blocks the move."),
    because: z.string().exactOptional().describe("What decided."),
  })
  .describe("One path that both hosts have, differently.");

export const scan = z
  .strictObject({
    dataset: z.string(),
    files: count.describe("On the source."),
    bytes: count.describe("On the source."),
    sendFiles: count.describe("To be sent, after decisions."),
    sendBytes: count.describe("To be sent, after decisions."),
    counts: z
      .strictObject({
        missing_target: count,
        newer_source: count,
        newer_target: count,
        conflict: count,
        match: count,
        extra_target: count,
      })
      .describe("Files by status."),
    undecided: count,
    conflicts: z.array(conflict).describe("The first of them in path order, undecided ones first."),
    keep: z.array(z.string()).describe("Relative paths that the target keeps."),
    left: z.array(leftBehind).describe("Sockets, devices and the like found in the tree."),
    listSeconds: z.number().min(0).describe("How long the source took to list itself."),
  })
  .describe("What a comparison of one dataset on both hosts found.");
