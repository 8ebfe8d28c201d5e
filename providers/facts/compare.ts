import type { FileStatus } from "../model/plan";
import { type Entry, pathIn } from "./listing";

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

/** Records as they arrive, in batches, sorted by path. */
export type Listing = AsyncIterable<readonly string[]>;

/**
 * Pairs the records of two sorted listings by path; in memory one batch of each. Most records have a partner, so
 * the callback is plain: a promise for each of a hundred thousand would cost more than the comparison.
 */
export async function merge(
  source: Listing,
  target: Listing,
  onPair: (source: string | undefined, target: string | undefined) => void,
): Promise<void> {
  const [left, right] = [new Cursor(source), new Cursor(target)];
  for (;;) {
    const [here, there] = [left.current ?? (await left.load()), right.current ?? (await right.load())];
    if (here === undefined && there === undefined) return;
    const order = inOrder(here, there);
    onPair(order <= 0 ? here : undefined, order >= 0 ? there : undefined);
    if (order <= 0) left.advance();
    if (order >= 0) right.advance();
  }
}

function inOrder(here: string | undefined, there: string | undefined): number {
  if (here === undefined || there === undefined) return here === undefined ? 1 : -1;
  const [a, b] = [pathIn(here), pathIn(there)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A place in a listing. */
class Cursor {
  current: string | undefined;
  private readonly batches: AsyncIterator<readonly string[]>;
  private batch: readonly string[] = [];
  private at = -1;

  constructor(listing: Listing) {
    this.batches = listing[Symbol.asyncIterator]();
  }

  advance(): void {
    this.current = this.batch[++this.at];
  }

  /** The first record of the next batch that has one; undefined at the end. */
  async load(): Promise<string | undefined> {
    while (this.current === undefined) {
      const next = await this.batches.next();
      if (next.done) return undefined;
      this.batch = next.value;
      this.at = -1;
      this.advance();
    }
    return this.current;
  }
}
