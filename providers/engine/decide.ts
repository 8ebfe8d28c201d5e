import picomatch from "picomatch";
import type { Decision, FileStatus } from "../model/plan";

export interface ConflictRules {
  readonly default: "stop" | "overwrite" | "skip";
  readonly overwrite: readonly string[];
  readonly skip: readonly string[];
}

/** Why a retained copy may be replaced without asking. */
export const UNCHANGED = "unchanged since Ferry left it";

/** A path that differs between the hosts, as far as a decision needs to know it. */
export interface Differing {
  /** Relative to the dataset. */
  readonly path: string;
  /** Where it lies on the target, for rules that are absolute paths. */
  readonly absolute: string;
  readonly status: Exclude<FileStatus, "missing_target" | "match">;
  /** When the target's inode last changed (ctime), seconds since the epoch; undefined where it is not there. */
  readonly targetChanged?: number;
}

export interface Decided {
  readonly decision?: Decision;
  /** What decided, in the words of the stack file. */
  readonly because?: string;
}

/**
 * Decides conflicts by the stack file's rules. `retainedAt` is the target's own time at which Ferry left a
 * retained copy there: what has not changed since (ctime, which no program can set back) is Ferry's to replace.
 */
export function decider(rules: ConflictRules, retainedAt?: number): (file: Differing) => Decided {
  const skip = rules.skip.map(matcher);
  const overwrite = rules.overwrite.map(matcher);
  return (file) => {
    const kept = skip.find((rule) => rule.matches(file));
    if (kept) return { decision: "skip", because: `skip: ${kept.pattern}` };
    const replaced = overwrite.find((rule) => rule.matches(file));
    if (replaced) return { decision: "overwrite", because: `overwrite: ${replaced.pattern}` };
    if (retainedAt !== undefined && file.targetChanged !== undefined && file.targetChanged <= retainedAt) {
      return { decision: "overwrite", because: UNCHANGED };
    }
    return rules.default === "stop" ? {} : { decision: rules.default, because: `default: ${rules.default}` };
  };
}

// `s`: `**` also matches names that hold a line break.
function matcher(pattern: string): { pattern: string; matches: (file: Differing) => boolean } {
  const test = picomatch(pattern, { dot: true, flags: "s" });
  const absolute = pattern.startsWith("/");
  return { pattern, matches: (file) => test(absolute ? file.absolute : file.path) };
}
