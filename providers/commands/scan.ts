import { type Command, script } from "../model/command";

/** Between the fields of a record: the lowest byte that sort keeps, so that "a" comes before "a b" and "a/b". */
export const FIELD = "\u0001";

/** Exit code for a tree that is not there. */
export const ABSENT = 44;

// GNU find(1): %P path below the root, %y type, %s bytes, %T@ and %C@ seconds with a fraction, %l link target.
const FORMAT = "%P\\001%y\\001%s\\001%T@\\001%C@\\001%l\\0";
const LIST = `[ -e "$1" ] || [ -L "$1" ] || exit ${ABSENT}
find -P "$1" -printf '${FORMAT}'`;
const SORTED = `[ -e "$1" ] || [ -L "$1" ] || exit ${ABSENT}
find -P "$1" -printf '${FORMAT}' | LC_ALL=C sort -z`;

/** Listing a very large tree takes minutes; the deadline only ends what hangs. */
const DEADLINE_MS = 30 * 60_000;

/** Lists a tree, one NUL-terminated record an entry; in byte order of their paths where `sorted`. Writes nothing. */
export function listTree(root: string, sorted: boolean): Command {
  return { ...script(sorted ? SORTED : LIST, root), within: DEADLINE_MS };
}

/**
 * Checksums of files below a root; their relative paths travel by standard input. Prints "sha256  path" records
 * ended by NUL; files that vanished are left out. Writes nothing.
 */
export function checksums(root: string, paths: readonly string[]): Command {
  const run = script('cd "$1" && { xargs -0 -r sha256sum -z -- 2>/dev/null || true; }', root);
  return { ...run, stdin: paths.map((path) => `./${path}\0`).join(""), within: DEADLINE_MS };
}
