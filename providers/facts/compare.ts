import type { FileStatus } from "../model/plan";
import type { Entry } from "./listing";

/** What a comparison of two entries of one path says; `same-size` needs checksums to tell. */
export type Compared = FileStatus | "same-size" | "ignored";

/** Times that differ by less came through a clock or a format of coarser grain. Seconds. */
const GRAIN = 1e-5;

/**
 * Compares what both sides have at one path. Directories are never in conflict with each other; sockets and
 * devices do not travel, and are named elsewhere.
 */
export function compare(source: Entry | undefined, target: Entry | undefined): Compared {
  if (!source || !target) return oneSided(source, target);
  if (source.type === "other" || target.type === "other")
    return source.type === target.type ? "ignored" : "conflict";
  if (source.type !== target.type) return "conflict";
  if (source.type === "directory") return "ignored";
  const sameTime = Math.abs(source.modified - target.modified) < GRAIN;
  if (source.type === "symlink")
    return source.link === target.link ? "match" : byTime(source, target, sameTime);
  if (source.bytes !== target.bytes) return byTime(source, target, sameTime);
  return sameTime ? "match" : "same-size";
}

function oneSided(source: Entry | undefined, target: Entry | undefined): Compared {
  const only = source ?? target;
  if (!only || only.type === "directory" || only.type === "other") return "ignored";
  return source ? "missing_target" : "extra_target";
}

/** For files that were found to differ: which is newer, or, where times agree, that both were changed. */
export function byTime(
  source: Entry,
  target: Entry,
  sameTime = source.modified === target.modified,
): FileStatus {
  if (sameTime) return "conflict";
  return source.modified > target.modified ? "newer_source" : "newer_target";
}
