import { pathIn } from "./listing";

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
    if (left.left === 0) await left.load();
    if (right.left === 0) await right.load();
    const length = agreeing(left, right);
    if (length > 0) {
      found.same(left.take(length));
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

/** So many bytes are looked at one by one: a call into the runtime takes as long. After that each look is twice as long. */
const FIRST_LOOK = 256;

/** How many bytes both go on with that are whole records. */
function agreeing(one: Cursor, other: Cursor): number {
  const room = Math.min(one.left, other.left);
  let same = one.beginsLike(other, Math.min(room, FIRST_LOOK));
  if (same < FIRST_LOOK) return one.wholeWithin(same);
  let look = FIRST_LOOK;
  for (; same < room; look *= 2) {
    const until = Math.min(room, same + look);
    if (!one.agrees(other, same, until)) break;
    same = until;
  }
  // Somewhere in the last look, if not at the end, is the first byte that differs.
  for (let left = Math.min(look, room - same); left > 1; ) {
    const half = left >> 1;
    if (one.agrees(other, same, same + half)) {
      same += half;
      left -= half;
    } else left = half;
  }
  return one.wholeWithin(same);
}

function inOrder(here: string | undefined, there: string | undefined): number {
  if (here === undefined || there === undefined) return here === undefined ? 1 : -1;
  const [a, b] = [pathIn(here), pathIn(there)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const NUL = 0;

/** A place in a listing. */
class Cursor {
  private readonly chunks: AsyncIterator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;
  private current: string | undefined;

  constructor(listing: Listing) {
    this.chunks = listing[Symbol.asyncIterator]();
  }

  /** How many bytes have arrived and were not passed yet. */
  get left(): number {
    return this.chunk.length - this.at;
  }

  /** Waits for more; nothing is left at the end. */
  async load(): Promise<void> {
    for (;;) {
      const next = await this.chunks.next();
      if (next.done) return;
      this.chunk = next.value;
      this.at = 0;
      if (this.left > 0) return;
    }
  }

  /** How many of the next bytes are the same, up to so many. */
  beginsLike(other: Cursor, most: number): number {
    const [own, its] = [this.chunk, other.chunk];
    let same = 0;
    while (same < most && own[this.at + same] === its[other.at + same]) same += 1;
    return same;
  }

  /** Whether both go on alike between these places, counted from here. */
  agrees(other: Cursor, from: number, until: number): boolean {
    const [own, its] = [this.at, other.at];
    return this.chunk.compare(other.chunk, its + from, its + until, own + from, own + until) === 0;
  }

  /** How many of so many bytes are whole records. */
  wholeWithin(bytes: number): number {
    if (bytes === 0) return 0;
    const end = this.chunk.lastIndexOf(NUL, this.at + bytes - 1);
    return end < this.at ? 0 : end + 1 - this.at;
  }

  take(bytes: number): Buffer {
    const taken = this.chunk.subarray(this.at, this.at + bytes);
    this.skip(bytes);
    return taken;
  }

  skip(bytes: number): void {
    this.at += bytes;
    this.current = undefined;
  }

  /** The record at this place, without its NUL; undefined at the end. */
  record(): string | undefined {
    if (this.left === 0) return undefined;
    this.current ??= this.chunk.toString("latin1", this.at, this.chunk.indexOf(NUL, this.at));
    return this.current;
  }

  next(): void {
    if (this.left > 0) this.skip(this.chunk.indexOf(NUL, this.at) + 1 - this.at);
  }
}
