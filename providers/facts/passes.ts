import type { Command } from "../model/command";
import type { Manifest, Pass } from "../model/mover";
import { CommandFailed, type Fact } from "../model/procedure";

/** A fact whose command prints one line of words. */
function words<T>(run: Command, parse: (words: readonly string[]) => T): Fact<T> {
  return {
    ask: run,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(run, result);
      return parse(result.stdout.trim().split(" "));
    },
  };
}

function number(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text))
    throw new SyntaxError(`${JSON.stringify(text)} is not a number`);
  return Number(text);
}

/** What \`preparePass\` prints: entries, bytes, milliseconds, and "unchanged" where that is so. */
export const preparedPass = (run: Command): Fact<Pass> =>
  words(run, ([files, bytes, ms, word]) => ({
    files: number(files),
    bytes: number(bytes),
    listSeconds: number(ms) / 1000,
    unchanged: word === "unchanged",
  }));

/** What \`showManifest\` prints: entries, bytes, the root as 64 hexadecimal digits; undefined for "doubt". */
export const manifest = (run: Command): Fact<Manifest | undefined> =>
  words(run, ([files, bytes, root = ""]) => {
    if (files === "doubt") return undefined;
    if (!/^[0-9a-f]{64}$/.test(root)) throw new SyntaxError("the manifest has no root");
    return { files: number(files), bytes: number(bytes), root };
  });

/** The whole standard output of a command that succeeded. */
export function printed(run: Command): Fact<string> {
  return {
    ask: run,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(run, result);
      return result.stdout;
    },
  };
}
