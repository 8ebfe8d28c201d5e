import type { PassName } from "./under-way";

/**
 * `connection`: the ssh that carries the data, on the source. `controller`: the process that runs the engine, at once
 * and without a word. `power`: the target, by its plug.
 */
export type Kind = "connection" | "controller" | "power";

export const KINDS: readonly Kind[] = ["connection", "controller", "power"];

/** A part of a move that is broken. */
export interface Part {
  readonly pass: PassName;
  /** Whether there are so many files that this pass travels in several streams. */
  readonly streams: boolean;
}

export const PARTS: readonly Part[] = [
  { pass: 0, streams: false },
  { pass: 0, streams: true },
  { pass: 1, streams: false },
  { pass: "final", streams: false },
];

export interface Break extends Part {
  readonly kind: Kind;
  /** How much of the pass has been sent, 0 to 1. */
  readonly share: number;
  /** What the trees, their changes and the kind of kill are drawn from. */
  readonly seed: number;
}

/** No break is so late that the pass may have ended before it: the sender counts in steps of a megabyte. */
const LAST = 0.9;

/** So many breaks in each part, spread over its bytes at random places; the same ones for the same seed. */
export function breaksOf(seed: number, points: number): Break[] {
  const random = randomOf(seed);
  return PARTS.flatMap((part, at) =>
    Array.from({ length: points }, (_, point) => ({
      ...part,
      kind: KINDS[(point + at) % KINDS.length] ?? "connection",
      share: (LAST * (point + random())) / points,
      seed: Math.floor(random() * 2 ** 31),
    })),
  );
}

/** One break of each part, of each kind: what a short run has. */
export function sampleOf(seed: number): Break[] {
  const random = randomOf(seed);
  return PARTS.map((part, at) => ({
    ...part,
    kind: KINDS[(at + seed) % KINDS.length] ?? "connection",
    share: LAST * random(),
    seed: Math.floor(random() * 2 ** 31),
  }));
}

/** Numbers between 0 and 1 (mulberry32: 32 bits of state, and good enough to place breaks). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
