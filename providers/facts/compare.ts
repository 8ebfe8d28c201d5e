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

/** Records as they arrive, sorted by path: whole ones, each with its NUL. */
export type Listing = AsyncIterable<Buffer>;

/** Who hears what a merge finds. */
export interface Pairs {
  /** Records that both sides have, byte for byte. */
  same(records: Buffer): void;
  /** Where they differ, one path: what either side has there. A promise is waited for. */
  differ(source: string | undefined, target: string | undefined): Promise<void> | undefined;
}

/**
 * Pairs the records of two sorted listings by path; in memory one chunk of each. Most records are the same on both sides:
 * these are compared by the chunk, and nothing is made of them.
 */
export async function merge(source: Listing, target: Listing, found: Pairs): Promise<void> {
  const [left, right] = [new Cursor(source), new Cursor(target)];
  for (;;) {
    if (left.rest.length === 0) await left.load();
    if (right.rest.length === 0) await right.load();
    const length = agreeing(left.rest, right.rest);
    if (length > 0) {
      found.same(left.rest.subarray(0, length));
      left.skip(length);
      right.skip(length);
      continue;
    }
    const [here, there] = [left.record(), right.record()];
    if (here === undefined && there === undefined) return;
    const order = inOrder(here, there);
    const waits = found.differ(order <= 0 ? here : undefined, order >= 0 ? there : undefined);
    if (waits) await waits;
    if (order <= 0) left.next();
    if (order >= 0) right.next();
  }
}

/** The first look, in bytes; each one after it is twice as long, as long as nothing differs. */
const FIRST_LOOK = 256;

/** How many bytes both begin with that are whole records. */
function agreeing(one: Buffer, other: Buffer): number {
  const room = Math.min(one.length, other.length);
  let [same, look] = [0, FIRST_LOOK];
  const agree = (until: number): boolean => one.compare(other, same, until, same, until) === 0;
  for (; same < room; look *= 2) {
    const until = Math.min(room, same + look);
    if (!agree(until)) break;
    same = until;
  }
  // Somewhere in the last look, if not at the end, is the first byte that differs.
  for (let left = Math.min(look, room - same); left > 1; ) {
    const half = left >> 1;
    if (agree(same + half)) {
      same += half;
      left -= half;
    } else left = half;
  }
  return same === 0 ? 0 : one.lastIndexOf(0, same - 1) + 1;
}

function inOrder(here: string | undefined, there: string | undefined): number {
  if (here === undefined || there === undefined) return here === undefined ? 1 : -1;
  const [a, b] = [pathIn(here), pathIn(there)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A place in a listing. */
class Cursor {
  /** What has arrived and was not passed yet. */
  rest: Buffer = Buffer.alloc(0);
  private readonly chunks: AsyncIterator<Buffer>;
  private current: string | undefined;

  constructor(listing: Listing) {
    this.chunks = listing[Symbol.asyncIterator]();
  }

  /** Waits for more; `rest` is empty at the end. */
  async load(): Promise<void> {
    for (;;) {
      const next = await this.chunks.next();
      if (next.done) return;
      this.rest = next.value;
      if (this.rest.length > 0) return;
    }
  }

  skip(bytes: number): void {
    this.rest = this.rest.subarray(bytes);
    this.current = undefined;
  }

  /** The record at this place, without its NUL; undefined at the end. */
  record(): string | undefined {
    if (this.rest.length === 0) return undefined;
    this.current ??= this.rest.toString("latin1", 0, this.rest.indexOf(0));
    return this.current;
  }

  next(): void {
    if (this.rest.length > 0) this.skip(this.rest.indexOf(0) + 1);
  }
}
