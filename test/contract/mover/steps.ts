import { expect } from "vitest";
import { type MoverBench, on, seen, TreeMove } from "./bench";

/** Where a tree of that name lies on the source and on the target. */
export const places = ({ scratch }: MoverBench, name: string): readonly [from: string, to: string] => [
  `${scratch.source}/${name}`,
  `${scratch.target}/${name}`,
];

/** Makes a tree by a shell script, what the target has of it already too where a second one is given, and its move. */
export const beginOn =
  (ready: () => MoverBench) =>
  async (name: string, make: string, has?: string): Promise<TreeMove> => {
    const bench = ready();
    const [from, to] = places(bench, name);
    await on(bench.source, from, make);
    if (has !== undefined) await on(bench.target, to, has);
    return new TreeMove(bench, from, to);
  };

/** Runs a shell script in the tree that is moved. */
export const edit = (move: TreeMove, text: string): Promise<string> =>
  on(move.bench.source, move.passage.from.path, text);

/** Swaps the copy in and expects that it is what the source has, by the manifests and by another look. */
export async function arrived(move: TreeMove): Promise<void> {
  const { bench, passage } = move;
  expect(await move.agree()).toBe(true);
  await move.swap();
  const there = await seen(bench, "target", passage.to.path);
  expect(there).toBe(await seen(bench, "source", passage.from.path));
}
