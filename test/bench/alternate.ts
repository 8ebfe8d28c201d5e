import { median } from "./figure";

/** Does the work once and gives what it took: seconds by name, or megabytes. */
export type Take<N extends string> = () => Promise<Readonly<Record<N, number>>>;

/**
 * Runs ours and the peer in turn, so that whatever else the machine does slows both alike, and gives the median
 * of each name. `told` hears every single run.
 */
export async function alternate<N extends string>(
  runs: number,
  sides: { readonly ours: Take<N>; readonly theirs: Take<N> },
  told: (line: string) => void,
): Promise<{ readonly ours: Record<N, number>; readonly theirs: Record<N, number> }> {
  const ours: Readonly<Record<N, number>>[] = [];
  const theirs: Readonly<Record<N, number>>[] = [];
  for (let run = 1; run <= runs; run++) {
    ours.push(await sides.ours());
    theirs.push(await sides.theirs());
    told(`run ${run} of ${runs}: ours ${shown(ours.at(-1))}, the peer ${shown(theirs.at(-1))}`);
  }
  return { ours: medians(ours), theirs: medians(theirs) };
}

/**
 * The same for any number of sides that each take one figure: runs them in turn, and gives the median of each.
 */
export async function inTurn<N extends string>(
  runs: number,
  sides: Readonly<Record<N, () => Promise<number>>>,
  told: (line: string) => void,
): Promise<Record<N, number>> {
  const names = Object.keys(sides) as N[];
  const taken: Readonly<Record<N, number>>[] = [];
  for (let run = 1; run <= runs; run++) {
    const entries: [N, number][] = [];
    for (const name of names) entries.push([name, await sides[name]()]);
    taken.push(Object.fromEntries(entries) as Record<N, number>);
    told(`run ${run} of ${runs}: ${shown(taken.at(-1))}`);
  }
  return medians(taken);
}

/** So many runs tell which of several peers is the best; from then on only that one runs. */
const TELLING = 2;

/** The same beside the best of several peers, and which one that is. */
export async function besideBest<P extends string>(
  runs: number,
  ours: () => Promise<number>,
  peers: Readonly<Record<P, () => Promise<number>>>,
  told: (line: string) => void,
): Promise<{ readonly ours: number; readonly peer: P; readonly theirs: number }> {
  const taken: number[] = [];
  const theirs = new Map<P, number[]>((Object.keys(peers) as P[]).map((peer) => [peer, []]));
  const best = (): [P, number] =>
    [...theirs]
      .map(([peer, all]): [P, number] => [peer, median(all)])
      .reduce((a, b) => (b[1] < a[1] ? b : a));
  for (let run = 1; run <= runs; run++) {
    const now: Record<string, number> = { ours: await ours() };
    for (const peer of run <= TELLING ? theirs.keys() : [best()[0]]) now[peer] = await peers[peer]();
    for (const [name, seconds] of Object.entries(now)) (theirs.get(name as P) ?? taken).push(seconds);
    told(`run ${run} of ${runs}: ${shown(now)}`);
  }
  const [peer, seconds] = best();
  return { ours: median(taken), peer, theirs: seconds };
}

function medians<N extends string>(taken: readonly Readonly<Record<N, number>>[]): Record<N, number> {
  const names = Object.keys(taken[0] ?? {}) as N[];
  const entries = names.map((name) => [name, median(taken.map((each) => each[name]))]);
  return Object.fromEntries(entries) as Record<N, number>;
}

function shown(taken: Readonly<Record<string, number>> | undefined): string {
  return Object.entries(taken ?? {})
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(", ");
}

/** How long the work took, in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
