/** One figure of Ferry's beside the same figure of what people use today, from the same run. */
export interface Figure {
  /** What was measured, with its unit: "preview-50-unchanged (s)". */
  readonly name: string;
  readonly ours: number;
  /** What `theirs` belongs to, for people. */
  readonly peer: string;
  readonly theirs: number;
  /** The largest ratio of `ours` to `theirs` that is good enough. */
  readonly goal: number;
}

/** One JSON line: the figure with its ratio, and whether the goal is met. */
export function lineOf({ name, ours, peer, theirs, goal }: Figure): string {
  const ratio = ours / theirs;
  const shown = { ours: rounded(ours), peer, theirs: rounded(theirs), ratio: rounded(ratio) };
  return JSON.stringify({ name, ...shown, goal, ok: ratio <= goal });
}

/** Three decimals: a clock on a shared machine says nothing beyond them. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The middle value, or the mean of the two middle ones. Throws a RangeError where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[half]];
  if (below === undefined || above === undefined) throw new RangeError("the median of nothing");
  return (below + above) / 2;
}
