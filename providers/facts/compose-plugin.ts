import { showComposeVersion } from "../commands/compose";
import type { Fact } from "../model/procedure";

/** The plugin's version ("2.40.3"); `undefined` where the plugin is missing. */
export const composeVersion = (): Fact<string | undefined> => ({
  ask: showComposeVersion(),
  shared: true,
  parse: ({ code, stdout }) => (code === 0 ? (/\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? undefined) : undefined),
});

/** Compares versions by their numbers: "2.9" is less than "2.15". */
export function olderThan(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < 3; at++) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
