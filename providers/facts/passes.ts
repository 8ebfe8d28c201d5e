import type { Carried } from "../model/channel";
import type { Command } from "../model/command";
import type { Both, Manifest, Pass } from "../model/mover";
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

/**
 * What `preparePass` prints: entries, bytes, milliseconds, "unchanged" where that is so or "streams" and their number, and
 * "live" with the reason where there should have been a snapshot and was none.
 */
export const preparedPass = (run: Command): Fact<Pass> => words(run, passOf);

function passOf([files, bytes, ms, ...more]: readonly string[]): Pass {
  const at = more.indexOf("live");
  return {
    files: number(files),
    bytes: number(bytes),
    listSeconds: number(ms) / 1000,
    unchanged: more[0] === "unchanged",
    ...(more[0] === "streams" ? { streams: number(more[1]) } : {}),
    ...(at < 0 ? {} : { live: more.slice(at + 1).join(" ") }),
  };
}

/** What `showManifest` prints: entries, bytes, the root as 64 hexadecimal digits; undefined for "doubt". */
export const manifest = (run: Command): Fact<Manifest | undefined> => words(run, manifestOf);

function manifestOf([files, bytes, root = ""]: readonly string[]): Manifest | undefined {
  if (files === "doubt") return undefined;
  if (!/^[0-9a-f]{64}$/.test(root)) throw new SyntaxError("the manifest has no root");
  return { files: number(files), bytes: number(bytes), root };
}

/** A line of `finishSending` about its listing. */
export const foundPass = (line: string): Pass | undefined => told(line, "ferry-found ", passOf);

/** What `finishSending` and `finishReceiving` say of what they sent and received; undefined where one is missing. */
export function seenBySides({ send, receive }: Carried["said"]): Both | undefined {
  const [source, target] = [send, receive].map((lines) => lines.map(seen).findLast(Boolean));
  return source && target ? [source, target] : undefined;
}

const seen = (line: string): Manifest | undefined => told(line, "ferry-touched ", manifestOf);

function told<T>(line: string, begins: string, parse: (words: readonly string[]) => T): T | undefined {
  return line.startsWith(begins) ? parse(line.slice(begins.length).trim().split(" ")) : undefined;
}

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
