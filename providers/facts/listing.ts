import { ABSENT, checksums, FIELD } from "../commands/scan";
import type { Result } from "../model/command";
import type { Side } from "../model/plan";
import { CommandFailed, type Fact } from "../model/procedure";

/** One entry of a tree. */
export interface Entry {
  /** Relative to the root, each byte as one character, so that byte order is string order; "" is the root. */
  readonly path: string;
  readonly type: Side["type"];
  /** As find(1) calls it: f d l s p b c. */
  readonly letter: string;
  readonly bytes: number;
  readonly modified: number;
  readonly changed: number;
  readonly link: string;
}

const TYPES: Readonly<Record<string, Side["type"]>> = { f: "file", d: "directory", l: "symlink" };

/** Reads one record of `listTree`, without its NUL. Throws a SyntaxError for anything else. */
export function parseEntry(record: string): Entry {
  const fields = record.split(FIELD);
  const [changed, link] = [fields.at(-2), fields.at(-1)];
  const [letter, bytes, modified] = fields.slice(-5, -2);
  if (letter === undefined || changed === undefined || link === undefined)
    throw new SyntaxError("not a listing");
  return {
    path: fields.slice(0, -5).join(FIELD),
    type: TYPES[letter] ?? "other",
    letter,
    bytes: Number(bytes),
    modified: Number(modified),
    changed: Number(changed),
    link,
  };
}

/** The name as people write it; bytes that are no UTF-8 become replacement characters. */
export const readable = (path: string): string => Buffer.from(path, "latin1").toString("utf8");

/** The result of listing a tree: false where it is not there; throws for any other failure. */
export function wasThere(ask: Fact<unknown>["ask"], result: Result): boolean {
  if (result.code === ABSENT) return false;
  // Files that vanish while a running service is listed make find exit 1; what is there was listed.
  if (result.code === 0 || (result.code === 1 && vanished(result.stderr))) return true;
  throw new CommandFailed(ask, result);
}

const vanished = (stderr: string): boolean =>
  stderr
    .trim()
    .split("\n")
    .every((line) => /No such file or directory/.test(line));

/** sha256 by path, for the files of a tree that could be read. */
export function fileChecksums(root: string, paths: readonly string[]): Fact<ReadonlyMap<string, string>> {
  const ask = checksums(root, paths);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseChecksums(result.stdout);
    },
  };
}

/** Reads `sha256sum -z` (GNU coreutils): 64 digits, two spaces, "./path", NUL; names are never escaped. */
export function parseChecksums(text: string): Map<string, string> {
  const records = text.split("\0").filter((record) => record !== "");
  return new Map(records.map((record) => [record.slice(66).replace(/^\.\//, ""), record.slice(0, 64)]));
}
