import { type ComposeProject, showComposeVersion, showHashes } from "../commands/compose";
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

/**
 * For each service the number by which Compose tells whether its containers are still what the files say; they
 * bear it as a label. Empty where Compose does not tell.
 */
export const serviceHashes = (of: ComposeProject): Fact<ReadonlyMap<string, string>> => ({
  ask: showHashes(of),
  parse: ({ code, stdout }) => {
    const lines = code === 0 ? stdout.split("\n") : [];
    const pairs = lines.map((line) => /^(\S+) ([0-9a-f]{64})$/.exec(line.trim()));
    return new Map(pairs.flatMap((found) => (found ? [[found[1] ?? "", found[2] ?? ""]] : [])));
  },
});
