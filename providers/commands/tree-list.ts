import { posix } from "node:path";
import type { Dataset } from "../model/service";
import { ATTRIBUTES } from "./attributes";
import { LARGE } from "./blocks";
import { CHECKSUMS } from "./checksums";
import { OWN } from "./own-names";
import { OWNER_MAP } from "./owner-map";
import { SAME_BOOT } from "./same-boot";
import { WALK } from "./walk";

/** Where find starts for a dataset, and from which directory: a single file is listed alone. */
export function startOf(dataset: Pick<Dataset, "path" | "file">): {
  readonly tree: string;
  readonly start: string;
} {
  if (!dataset.file) return { tree: dataset.path, start: "." };
  return { tree: posix.dirname(dataset.path), start: `./${posix.basename(dataset.path)}` };
}

/**
 * Shell code that makes find's arguments of `$start` and `$exclude`: what Ferry itself keeps in or beside a tree
 * never travels, and an excluded directory goes with everything in it. `told` is done with Ferry's own.
 */
export const pruned = (told = ""): string => `set -- "$start" ${OWN} -prune ${told} -o
  ${EXCLUDED}`;

const EXCLUDED = `[ -z "$exclude" ] || set -- "$@" -regextype posix-extended -regex "$exclude" -prune -o`;

/**
 * Shell functions that list a tree of files, shared by the scripts of the files mover. POSIX sh; find, sort,
 * comm and xargs as GNU has them; any awk that takes NUL as record separator (mawk, gawk).
 *
 * A record is `PATH//REST.` and a NUL. A path that find prints never holds `//`, so the first one ends it,
 * whatever bytes the name or a link's target is made of; and a record never ends in `//`, so that `PATH//` alone
 * can stand for a path among records. In byte order, `PATH//` comes right before its record.
 *
 * Full record:     PATH//TYPE MODE UID GID SIZE MTIME LINKS INODE CTIME CLEAN//TARGET.
 * Portable record: PATH//TYPE MODE UID GID SIZE MTIME//TARGET.    (the same on both hosts for equal entries)
 * In portable records TYPE may also be h or k: a file, a symlink with several names.
 *
 * CLEAN is `c` where the entry's ctime is older than `since`, the moment of the `syncfs` that began the pass,
 * and otherwise `u` with the number of the listing, so that it never equals a record of another listing: the
 * entry may have changed once more within the grain of the clock, or through a page that was mapped and dirty.
 *
 * Types other than f, d and l (sockets, devices, pipes) do not travel, nor do the trees that Ferry itself keeps.
 */
const LIST = String.raw`
export LC_ALL=C
umask 077
die() { echo "$*" >&2; exit 1; }

# list TREE START EXCLUDE SINCE NUMBER OWNERS LINKED AGAINST: full records into ./list; with AGAINST, another listing,
# into ./both what only one of them has (of the other one after a tab) instead. With LINKED also portable ones
# into ./meta and "PATH//INODE." of files and symlinks with several names into ./linked. All sorted. START is "." or
# "./NAME" for a single file. OWNERS is "yes" where owners count.
list() (
  out=$(pwd) tree=$1 start=$2 exclude=$3 since=$4 number=$5 owners=$6 linked=$7 against=$8
  owner='- -'
  [ "$owners" != yes ] || owner='%U %G'
  set -- ${OWN} -prune -o
  ${EXCLUDED}
  # One action an entry, and %l for symlinks alone: that is a third of the time that find takes.
  record='%p//%y %m %U %G %s %T@ %n %i %C@ '
  set -- "$@" '(' '(' -type f -o -type d ')' '(' -newerct "@$since" -printf "$record""u$number//.\\0" -o -printf "$record""c//.\\0" ')' \
    -o -type l '(' -newerct "@$since" -printf "$record""u$number//%l.\\0" -o -printf "$record""c//%l.\\0" ')' ')'
  [ -z "$linked" ] || set -- "$@" '(' -type d -fprintf /dev/fd/8 "%p//d %m $owner 0 %T@//.\\0" \
    -o -type f -links +1 -fprintf /dev/fd/9 '%p//%20i.\0' -fprintf /dev/fd/8 "%p//h %m $owner %s %T@//.\\0" \
    -o -type l -links +1 -fprintf /dev/fd/9 '%p//%20i.\0' -fprintf /dev/fd/8 "%p//k %m $owner %s %T@//%l.\\0" \
    -o -fprintf /dev/fd/8 "%p//%y %m $owner %s %T@//%l.\\0" ')'
  [ ! -e parts ] || rm -rf parts
  mkdir parts || exit 1
  (cd -- "$tree" && walk "$start" "$out/parts" "$@") || exit 1
  if [ -n "$against" ]; then
    { in_order -m --batch-size=256 parts/*.found || : > parts/failed; } | comm -z -3 - "$against" > both && [ ! -e parts/failed ] || exit 1
    # This is the last listing: what is left goes with all notes of the move, after the downtime.
    exit 0
  fi
  in_order -m --batch-size=256 parts/*.found > list || exit 1
  if [ -n "$linked" ]; then
    cat parts/*.8 | renumbered | in_order > meta && cat parts/*.9 | in_order > linked || exit 1
  fi
  rm -rf parts
)

in_order() { if [ -s keep ]; then sort -z "$@" > sorted && without_kept < sorted && rm -f sorted; else sort -z "$@"; fi; }

# Takes out the records of paths that the target keeps (./keep: NUL-terminated) and of all below them.
without_kept() {
  awk 'BEGIN { RS = ORS = "\0" } FILENAME == "keep" { kept["./" $0]; next }
    { n = split(substr($0, 1, index($0, "//") - 1), part, "/"); at = part[1]
      for (i = 2; i <= n; i++) { at = at "/" part[i]; if (at in kept) next }
      print }' keep -
}

# The directories that hold kept paths ("./DIR" each, NUL-terminated): the source may not have them.
kept_in() {
  awk 'BEGIN { RS = ORS = "\0" } { n = split("./" $0, part, "/"); at = part[1]
      for (i = 2; i < n; i++) { at = at "/" part[i]; if (!(at in shown)) print at; shown[at] = 1 } }' keep
}

# Of records: "PATH//" each; "PATH//TYPE" each; the plain paths; those of files; those of directories.
paths() { awk 'BEGIN { RS = ORS = "\0" } { print substr($0, 1, index($0, "//") + 1) }'; }
kinds() { awk 'BEGIN { RS = ORS = "\0" } { print substr($0, 1, index($0, "//") + 2) }'; }
names() { awk 'BEGIN { RS = ORS = "\0" } { print substr($0, 1, index($0, "//") - 1) }'; }
files() { awk 'BEGIN { RS = ORS = "\0" } { type = substr($0, index($0, "//") + 2, 1) } type == "f" || type == "h"'; }
directories() { awk 'BEGIN { RS = ORS = "\0" } substr($0, index($0, "//") + 2, 1) == "d"'; }
# large: of records, those of files that travel by blocks, where that is agreed on. small_names: of records of files, the
# paths of all others; these go to ./big.
large() { [ "$delta" = yes ] || return 0; awk "$BY_SIZE large"; }
small_names() {
  : > big
  awk "$BY_SIZE"' large && by_blocks == "yes" { print > "big"; next } { print substr($0, 1, at - 1) }' by_blocks="$delta"
}
BY_SIZE='BEGIN { RS = ORS = "\0" } { at = index($0, "//"); split(substr($0, at + 2), field, " ")
  large = field[1] == "f" && field[5] >= ${LARGE} && (field[7] == "" || field[7] == 1) }'

# groups: of "PATH//INODE." records, "PATH//=FIRST" for all names of a file that has several here.
groups() {
  awk 'BEGIN { RS = ORS = "\0" } { i = index($0, "//"); print substr($0, i + 2, 20) " " substr($0, 1, i - 1) }' | sort -z |
    awk 'BEGIN { RS = ORS = "\0" } { inode = substr($0, 1, 20); path = substr($0, 22) }
      inode != last { last = inode; first = path; shown = 0; next }
      { if (!shown++) print first "//=" first; print path "//=" first }' | sort -z
}

# rooms TREE: of full records, "PATH//%BLOCKS SIZE" for files that are large enough for holes that matter: what they take on
# the disk, in blocks of 512 bytes. ZFS compresses, so that there it says nothing of holes.
rooms() {
  [ "$(stat -f -c %T -- "$1" 2>/dev/null)" != zfs ] || return 0
  files | awk 'BEGIN { RS = ORS = "\0" } { split(substr($0, index($0, "//") + 2), field, " ") } field[5] >= 131072' | names |
    (cd -- "$1" && xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type f -printf "%p//%%%b %s\0" 2> /dev/null; :' ferry) | sort -z
}

# unlike ONE OTHER: "PATH//" of each record that only one of two sorted lists has. No path begins with a tab.
unlike() {
  comm -z -3 "$1" "$2" | awk 'BEGIN { RS = ORS = "\0" } { sub(/^\t/, ""); print substr($0, 1, index($0, "//") + 1) }' | sort -z -u
}

# pick PATHS RECORDS: the sorted records whose "PATH//" is among the sorted paths.
pick() {
  sort -z -m -- "$1" "$2" | awk 'BEGIN { RS = ORS = "\0" } substr($0, length($0) - 1) == "//" { path = $0; next }
    path != "" && substr($0, 1, length(path)) == path'
}

# count FILE: how many records it has. figures: of records, how many there are, and the sum of the files' sizes.
count() { tr -dc '\0' < "$1" | wc -c; }
figures() {
  awk 'BEGIN { RS = "\0" } { rest = substr($0, index($0, "//") + 2); type = substr(rest, 1, 1) }
    type == "f" || type == "h" { split(rest, field, " "); sum += field[5] } END { printf "%d %.0f\n", NR, sum }'
}

note() { printf '%s' "$2" > "$1.new" && mv -f -- "$1.new" "$1"; }
# notes NAME VALUE...: several at once; each is whole at any moment, as a single one is.
notes() {
  [ -d noting ] || mkdir noting || return
  names=
  while [ $# -gt 0 ]; do
    printf '%s' "$2" > "noting/$1" || return
    names="$names noting/$1"
    shift 2
  done
  mv -f -- $names .
}
${SAME_BOOT}`;

/** All sets of functions, to begin a script with. */
export const LISTING = `${WALK}${LIST}${OWNER_MAP}${CHECKSUMS}${ATTRIBUTES}`;
