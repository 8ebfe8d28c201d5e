import { showContainerMemory } from "../commands/memory";
import type { Fact } from "../model/procedure";

/** Bytes of memory that running containers use together; undefined where the kernel told of none. */
export function containerMemory(running: readonly { id: string; pid: number }[]): Fact<number | undefined> {
  return { ask: showContainerMemory(running), parse: ({ stdout }) => parseMemory(stdout) };
}

/** Sums the lines "id used cache" of `showContainerMemory`. */
export function parseMemory(text: string): number | undefined {
  const figures = text.split("\n").flatMap((line) => {
    const [, used, cache] = /^\S+ (\d+) (\d+)$/.exec(line) ?? [];
    return used === undefined ? [] : [Math.max(0, Number(used) - Number(cache))];
  });
  return figures.length === 0 ? undefined : figures.reduce((sum, bytes) => sum + bytes, 0);
}
