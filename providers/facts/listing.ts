import { textOf } from "../commands/bytes";
import { ABSENT, changes, checksums, countTree, LONGEST, type Scanned } from "../commands/scan";
import { CUT } from "../commands/unheld";
import type { Command, Result } from "../model/command";
import type { Side } from "../model/plan";
import { CommandFailed, type Fact } from "../model/procedure";

/** One entry of a tree. */
export interface Entry {
  /** Relative to the root, each byte as one character, so that byte order is string order; "" is the root. */
  readonly path: string;
  readonly type: Side["type"];
  /** As find(1) calls it: f d l s p b c. */
  readonly letter: string;
  /** 0 of a directory, and so is its time. */
  readonly bytes: number;
  readonly modified: number;
  readonly link: string;
}

const TYPES: Readonly<Record<string, Side["type"]>> = { f: "file", d: "directory", l: "symlink" };

/** Reads one record of `listTree`, without its NUL. Throws a SyntaxError for anything else. */
export function parseEntry(record: string): Entry {
  const path = pathIn(record);
  const [, letter = "", bytes, modified, link = ""] =
    /^(.) (\d+) (-?[\d.]+)\/\/(.*)$/s.exec(record.slice(path.length)) ?? [];
  if (letter === "") throw new SyntaxError("not a listing");
  return {
    path: path.slice(0, -2),
    type: TYPES[letter] ?? "other",
    letter,
    bytes: Number(bytes),
    modified: Number(modified),
    link,
  };
}

/** The path of a record with the two slashes that end it: what listings are sorted by. */
export const pathIn = (record: string): string => record.slice(0, record.indexOf("//") + 2);

const [NUL, SPACE, SLASH, ZERO] = [0, 0x20, 0x2f, 0x30];
const [FILE, DIRECTORY, LINK] = ["f", "d", "l"].map((letter) => letter.charCodeAt(0));

/**
 * Reads records, each with its NUL, for what is counted of them, without making strings of them: files and links, and their
 * bytes. What else there is, or has a path that is too long, goes to `others` as a record.
 */
export function countIn(
  records: Buffer,
  others: (record: string) => void,
): { readonly files: number; readonly bytes: number } {
  let [files, bytes] = [0, 0];
  for (let from = 0, end = 0; from < records.length; from = end + 1) {
    end = records.indexOf(NUL, from);
    let at = from;
    while (records[at] !== SLASH || records[at + 1] !== SLASH) at += 1;
    const letter = records[at + 2];
    if (at - from > LONGEST || (letter !== FILE && letter !== LINK && letter !== DIRECTORY))
      others(records.toString("latin1", from, end));
    else if (letter !== DIRECTORY) {
      files += 1;
      bytes += numberAt(records, at + 4);
    }
  }
  return { files, bytes };
}

/** The number that ends with a blank. */
function numberAt(records: Buffer, from: number): number {
  let found = 0;
  for (let at = from; records[at] !== SPACE; at++) found = found * 10 + (records[at] ?? ZERO) - ZERO;
  return found;
}

/** The name as people write it. */
export const readable = (path: string): string => textOf(Buffer.from(path, "latin1"));

/** How long a listing took, in seconds; undefined where the tree is not there. Throws for any other failure. */
export function listed(ask: Command, result: Result): number | undefined {
  if (result.code === ABSENT) return undefined;
  const [, code, ms] = /^ferry-listed (\d+) (\d+)$/m.exec(result.stderr) ?? [];
  // Files that vanish while a running service is listed make find exit 1; what is there was listed.
  const complaints = result.stderr.replace(/^ferry-listed .*\n/m, "");
  if (result.code !== 0 || ms === undefined || (code !== "0" && !vanished(complaints)))
    throw new CommandFailed(ask, { ...result, code: result.code || 1, stderr: complaints });
  return Number(ms) / 1000;
}

const vanished = (stderr: string): boolean =>
  stderr
    .trim()
    .split("\n")
    .every((line) => /No such file or directory/.test(line));

export interface Totals {
  readonly files: number;
  readonly bytes: number;
  readonly listSeconds: number;
  /** Sockets, pipes and devices. */
  readonly others: readonly { readonly letter: string; readonly path: string }[];
}

/** What a tree holds; undefined where it is not there. */
export function totals(scanned: Scanned): Fact<Totals | undefined> {
  const ask = countTree(scanned);
  return {
    ask,
    parse: (result) => {
      const listSeconds = listed(ask, result);
      return listSeconds === undefined ? undefined : parseTotals(result.stdout, listSeconds);
    },
  };
}

function parseTotals(text: string, listSeconds: number): Totals {
  const records = text.split("\0");
  const [, files, bytes] = /^(\d+) (\d+)$/.exec(records.pop() ?? "") ?? [];
  if (bytes === undefined) throw new SyntaxError("no totals");
  const others = records.map((record) => ({
    letter: record.slice(0, 1),
    path: record.replace(/^. \d+ /, ""),
  }));
  return { files: Number(files), bytes: Number(bytes), listSeconds, others };
}

/** sha256 by path (each byte one character), for the files of a tree that could be read. */
export const fileChecksums = (tree: string, paths: readonly string[]): Fact<ReadonlyMap<string, string>> =>
  ofPaths(checksums(tree, ended(paths)), parseChecksums);

/** When entries of a tree last changed, by path; seconds. Those that are gone are not among them. */
export const changeTimes = (tree: string, paths: readonly string[]): Fact<ReadonlyMap<string, number>> =>
  ofPaths(changes(tree, ended(paths)), (text) => {
    const records = text.split("\0").slice(0, -1);
    return new Map(
      records.map((record) => [record.slice(record.indexOf(" ") + 1), Number.parseFloat(record)]),
    );
  });

const ended = (paths: readonly string[]): Buffer =>
  Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1");

/** What a host answers in base64, read as bytes. */
const ofPaths = <T>(ask: Command, parse: (text: string) => T): Fact<T> => ({
  ask,
  parse: (result) => {
    if (result.code !== 0) throw new CommandFailed(ask, result);
    return parse(Buffer.from(result.stdout, "base64").toString("latin1"));
  },
});

/**
 * Reads `sha256sum -z` (GNU coreutils): 64 digits, two spaces, the path, NUL; names are never escaped. What comes right
 * before `CUT` may be half a record.
 */
export function parseChecksums(text: string): Map<string, string> {
  const all = text.split("\0");
  const records = all.filter((record, at) => record !== "" && record !== CUT && all[at + 1] !== CUT);
  return new Map(records.map((record) => [record.slice(66), record.slice(0, 64)]));
}
