import { type Command, script } from "../model/command";
import { SCAN_LINES } from "./scan-lines";
import { pruned } from "./tree-list";
import { unheld } from "./unheld";

/** Exit code for a tree that is not there. */
export const ABSENT = 44;

const BEGIN = `export LC_ALL=C TZ=UTC0
tree=$1 start=$2 exclude=$3
cd -- "$tree" 2> /dev/null && { [ -e "$start" ] || [ -L "$start" ]; } || exit ${ABSENT}
${SCAN_LINES}
began=$(milliseconds)
listed() { echo "ferry-listed $1 $(($(milliseconds) - began))" >&2; }
`;

/** What stands in place of an entry's type where Ferry made it, in this move or in one before. */
const OWN = "F";

/** The most bytes of a path below its tree: no system call takes 4,096 (PATH_MAX, limits.h), and passes say "./" first. */
export const LONGEST = 4093;

/** What stands in place of an entry's type in a count where its path is longer. */
export const TOO_LONG = "L";

// GNU find(1): %P path below the start, %y type, %s bytes, %T@ seconds with a fraction, %l link target. A path never
// holds "//", so that the first one ends it. Of a directory size and time are no matter, and are the same for all: equal
// trees have equal listings, byte for byte. Of what comes through a pipe sort(1) guesses the size, and would keep a large
// tree's list in files; a quarter of the memory is enough for a million entries where that is half a gigabyte.
const LIST = String.raw`${BEGIN}is_gnu || { list_lines; exit; }
${pruned(`-printf '%P//${OWN} %s %T@//%l\\0'`)}
{ find "$@" -type d -printf '%P//d 0 0//\0' -o -type l -printf '%P//l %s %T@//%l\0' -o -printf '%P//%y %s %T@//\0'
  listed "$?"; } | sort -z -S 25%`;

const TOTALS = String.raw`${BEGIN}is_gnu || { count_lines; exit; }
${pruned(`-printf '${OWN} %s %P\\0'`)}
{ find "$@" -printf '%y %s %P\0'; listed "$?"; } |
awk 'BEGIN { RS = ORS = "\0" } length($0) > ${LONGEST} { path = substr($0, length($1 $2) + 3)
    if (length(path) > ${LONGEST}) print "${TOO_LONG} 0 " path } $1 == "d" { next } $1 == "f" || $1 == "l" { files++; bytes += $2; next } { print }
  END { printf "%.0f %.0f", files, bytes }'`;

/** Listing a very large tree takes minutes; the deadline only ends what hangs. */
const DEADLINE_MS = 30 * 60_000;

/** What a scan looks at: `startOf` a dataset, and `globsToEre` of what does not travel. */
export interface Scanned {
  readonly tree: string;
  readonly start: string;
  readonly exclude: string;
}

const walk = (text: string, { tree, start, exclude }: Scanned): Command => ({
  ...script(text, tree, start, exclude),
  within: DEADLINE_MS,
});

/**
 * Lists a tree: "PATH//TYPE SIZE MTIME//LINK" and a NUL for each entry, in byte order. The last line of standard error
 * is "ferry-listed CODE MS", find's exit code and time. Writes nothing.
 */
export const listTree = (scanned: Scanned): Command => walk(LIST, scanned);

/**
 * Counts a tree: "FILES BYTES" at the end, before it "TYPE SIZE PATH" and a NUL for each socket, pipe and device,
 * for what Ferry itself keeps in the tree (TYPE is then F), and for a path that is too long to travel (L).
 * Standard error as for `listTree`. Writes nothing.
 */
export const countTree = (scanned: Scanned): Command => walk(TOTALS, scanned);

// sha256sum of busybox knows no -z.
const CHECKSUMS = `cd -- "$1" || exit 1
if sha256sum --help 2>&1 | grep -q -e --zero; then each=$2; else each=$3; fi
base64 -d | { xargs -0 -r sh -c "$each" ferry 2> /dev/null; :; } | base64 | tr -d '\\n'`;

const BY_GNU = unheld('exec sha256sum -z -- "$@"');
const BY_BUSYBOX = unheld(
  'for f; do sum=$(sha256sum < "$f") && printf "%s  %s\\0" "$(echo "$sum" | cut -c1-64)" "$f"; done; true',
);

/**
 * Checksums of files of a tree; their paths, relative to `tree` and each ended by NUL, travel by standard input in
 * base64. Prints the output of `sha256sum -z` in base64; what is no file any more is left out. Writes nothing.
 */
export function checksums(tree: string, paths: Buffer): Command {
  return {
    ...script(CHECKSUMS, tree, BY_GNU, BY_BUSYBOX),
    stdin: paths.toString("base64"),
    within: DEADLINE_MS,
  };
}

// Of stat of busybox the time itself is whole seconds, and the fraction stands in the one for people.
const CHANGES = `cd -- "$1" || exit 1
each='find "$@" -maxdepth 0 -printf "%C@ %p\\0"'
find . -maxdepth 0 -printf '' 2> /dev/null ||
  each='for f; do
    said=$(stat -c "%Z %z" -- "$f") || continue
    part=\${said#*.}
    case $said in *.*) part=.\${part%% *};; *) part=;; esac
    printf "%s %s\\0" "\${said%% *}$part" "$f"
  done'
base64 -d | { xargs -0 -r sh -c "$each" ferry 2> /dev/null; :; } | base64 | tr -d '\\n'`;

/**
 * When entries of a tree last changed; paths as for `checksums`. Prints "CTIME PATH" and a NUL for each that is there,
 * seconds since the epoch with a fraction, in base64. Writes nothing.
 */
export function changes(tree: string, paths: Buffer): Command {
  return { ...script(CHANGES, tree), stdin: paths.toString("base64"), within: DEADLINE_MS };
}
