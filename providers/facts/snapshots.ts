import { judgeSnapshots } from "../commands/snapshot";
import type { Fact } from "../model/procedure";

/** What can be said of reading a tree from a read-only snapshot. */
export type Verdict = "fits" | { readonly not: string };

/** Of each tree whether a snapshot of it can be made, in the places where it may lie; or why not. */
export function snapshotsOf(trees: Parameters<typeof judgeSnapshots>[0]): Fact<readonly Verdict[]> {
  return {
    ask: judgeSnapshots(trees),
    parse: ({ stdout }) => {
      const said = stdout.split("\n").slice(0, trees.length);
      if (said.length < trees.length || said.includes("")) throw new SyntaxError("not a line for each tree");
      return said.map((line): Verdict => (line.trim() === "fits" ? "fits" : { not: line.trim() }));
    },
  };
}

/** What `judgeSnapshots` says where there is nothing to tell anybody. */
export const NO_SNAPSHOTS_THERE = "it is not on btrfs";
