import { type Command, script, type Word } from "../model/command";
import { BLOCKS } from "./blocks";
import { CODEC } from "./codec";
import type { Source } from "./passes/source";
import { DONE_WITH_SNAPSHOT, FROM_SNAPSHOT } from "./snapshot";
import { LONG } from "./staging";
import { LISTING } from "./tree-list";

/**
 * A manifest is a sorted list of records: an entry as `list` tells it ("PATH//TYPE MODE UID GID SIZE MTIME//TARGET."),
 * the checksum of a file ("PATH//HEX"), the first name of a file with several ("PATH//=FIRST"), and a digest of
 * extended attributes ("PATH//@HEX"); without what the target keeps, and the directories that hold it. Two trees are
 * the same when their manifests are. A file that cannot be read counts with a word that no other manifest has.
 *
 * `whole` lists a tree, `part` looks at the paths in ./check. Both leave ./manifest in the directory that they run
 * in, below $control.
 *
 * `touched` prints entries, bytes and the digest of what pass $number has sent, on top of what was found equal before
 * it (`tell` and `hear`); or "doubt" where there is no such proof, or the target differed in something else. Who has
 * looked at what was sent already leaves that in ./seen.
 */
export const MANIFEST = String.raw`
look_at() {
  if [ "$side" = source ]; then :
  elif [ -e "$(cat data 2>/dev/null)/$start" ]; then tree=$(cat data)
  else tree=$real; fi
}

begin() {
  mkdir -p -- "$control" && cd -- "$control" || exit 1
  same_boot
  # Only Ferry writes to a staging tree, and not while it lists it: older than a few ticks of the clock is clean.
  tick=$(($(date +%s%N) - 20000000))
  since=$((tick / 1000000000)).$(printf %09d $((tick % 1000000000)))
  [ "$side" != source ] || since=$(cat since 2>/dev/null || echo 0)
  look_at
  rm -rf making
  mkdir -p cache making
  : >> keep
  cp keep making/keep && cd making || exit 1
}

whole() {
  list "$tree" "$start" "$exclude" "$since" "$(date +%s%N)" "$owners" || exit 1
  # Beside the checksums: what comes before these needs one processor only.
  { beside > /dev/null < /dev/null; echo "$?" > beside; } & watching=$!
  (cd .. && remembered "$tree" "$control/making/list" "$control/making/attributes") > sums
  code=$?
  wait "$watching" && read -r besides < beside && [ "$code $besides" = "0 0" ] || exit 1
  combine
}

part() {
  (cd -- "$tree" && xargs -0 -r sh -c 'find "$@" -maxdepth 0 "(" -type f -o -type d -o -type l ")" \
    -printf "%p//%y %m %U %G %s %T@ %n %i %C@ c//%l.\0" 2> /dev/null; :' ferry) < check | sort -z > list
  { files < list | small_names | checksums "$tree"; [ ! -s big ] || names < big | blocks hash "$control" "$tree" "$side"; } |
    sort -z > sums || exit 1
  names < list | attributes "$tree" > attributes && beside && combine
}

# Of ./list, sorted: what counts on both hosts into ./entries, the names of one file into ./groups. How many entries,
# bytes and files there are goes to ./counted.
beside() {
  : > linked && awk 'BEGIN { RS = ORS = "\0" } { at = index($0, "//"); path = substr($0, 1, at + 1); rest = substr($0, at + 2)
    end = index(rest, "//"); split(substr(rest, 1, end - 1), field, " "); type = field[1]
    if (type == "f") { files++; bytes += field[5] }
    if (type != "d" && field[7] > 1) printf "%s%20s.%c", path, field[8], 0 > "linked"
    print path type " " field[2] " " (owners == "yes" ? field[3] " " field[4] : "- -") " " \
      (type == "d" ? 0 : field[5]) " " field[6] substr(rest, end) }
    END { ORS = "\n"; printf "%d %.0f %d\n", NR, bytes, files > "counted" }' owners="$owners" list > meta &&
    groups < linked > groups && renumbered < meta > entries || return
  [ -s keep ] || return 0
  kept_in > holds
  awk 'BEGIN { RS = ORS = "\0" } FILENAME == "holds" { holds[$0]; next } !(substr($0, 1, index($0, "//") - 1) in holds)' holds entries > others &&
    mv -f others entries
}

# Leaves ./manifest and, of it, ./told: entries, bytes and the digest.
combine() {
  read -r entries bytes files < counted || return
  if [ "$files" != "$(count sums)" ]; then
    { cat sums; printf './/unread %s %s\0' "$(date +%s%N)" "$(cat /proc/sys/kernel/random/uuid)"; } | sort -z > sums.new && mv -f sums.new sums
  fi
  [ ! -s keep ] || entries=$(count entries)
  root=$(sort -z -m entries sums groups attributes | tee manifest | digest) && [ -n "$root" ] && echo "$entries $bytes $root" > told
}

digest() { b2sum -l 256 | { read -r sum _ && echo "$sum"; }; }

touched() (
  # What was proven before a power failure may not be on the disk.
  cd -- "$control" 2>/dev/null && [ -e ahead ] && { read -r proven < ahead || :; } &&
    [ "$proven" = "$((number - 1)) $(boot)" ] || { echo doubt; exit 0; }
  check=check.$number
  [ -e "$check" ] || check=/dev/null
  if [ -s doubt ] && awk 'BEGIN { RS = ORS = "\0" } { print $0 "//" }' "$check" | sort -z -u | comm -z -13 - doubt | grep -q .; then
    echo doubt
    exit 0
  fi
  if [ ! -s "$check" ]; then root=$(digest < ahead.root)
  elif [ -e seen ]; then root=$(cat ahead.root seen | digest)
  elif [ "$delta" = yes ]; then
    look_at
    root=$({ cat ahead.root; blocks touched "$control" "$tree" "$side" "$owners" < "$check"; } | digest)
  else
    begin
    cp "../$check" check && part && root=$({ cat ../ahead.root; cat manifest; } | digest) || exit 1
    cd .. && rm -rf making
  fi
  entries=0 bytes=0 more=0 larger=0
  [ "$side" = target ] || { read -r entries bytes < figures; read -r more larger < grown; }
  echo "$((entries + more)) $((bytes + larger)) $root"
)
`;

/** What `manifestWords` gives to a script. */
export const MANIFEST_WORDS = `
tree=$1 control=$2 start=$3 exclude=$4 owners=$5 side=$6 real=$7 delta=$8 number=$9
shift 9; told=$1 hasher=$2 codec=$3
`;
const HEAD = `${LISTING}${BLOCKS}${MANIFEST}${MANIFEST_WORDS}`;

/** Of both sides, or of what changed since `tell` and `hear`: entries, bytes and the digest; or "doubt". */
const SHOW = `${HEAD}
[ -z "$number" ] || { rm -f -- "$control/seen"; touched; exit; }
begin
whole || exit
cat told
cd .. && rm -rf making
`;

const TELL = `${HEAD}${CODEC}${DONE_WITH_SNAPSHOT}
shift 3
beside=$1${FROM_SNAPSHOT}
begin
whole || exit
read -r _ _ root < told && echo "$root" > ../ahead.root || exit 1
note ../figures "$(figures < ../settled)"
note ../ahead "$number $(boot)"
compress "$codec" < manifest || exit
cd .. && rm -rf making
done_with_snapshot "$beside"
`;

const HEAR = `${HEAD}${CODEC}
rm -f "$control/ahead"
begin
whole || exit
decompress "$codec" > theirs || exit
digest < theirs > ../ahead.root
unlike manifest theirs > ../doubt
note ../ahead "$number $(boot)"
cd .. && rm -rf making
`;

type Side = "source" | "target";

/** The arguments of these scripts; `real` counts on the target. */
export function manifestWords(side: Side, source: Source, real: string, number: number | ""): Word[] {
  const { tree, start, control, exclude, owners, blocks, attributes, hasher } = source;
  return [tree, control, start, exclude, owners, side, real, blocks, number, attributes, hasher];
}

/**
 * Prints entries, bytes and the digest of a side's manifest. On the target `real` is looked at where the staging tree
 * has been swapped in. With the `number` of the last pass only what that pass touched is looked at, where the rest
 * was found equal before it (by `tellManifest` and `hearManifest`); prints "doubt" where it was not.
 */
export function showManifest(side: Side, source: Source, real: string, number?: number): Command {
  const run = script(SHOW, ...manifestWords(side, source, real, number ?? ""));
  return { ...run, within: LONG };
}

/** Writes the source's manifest after pass `number`, compressed, for `hearManifest`. */
export const tellManifest = (source: Source, number: number, codec: string): Command => ({
  ...script(TELL, ...manifestWords("source", source, "", number), codec, source.snapshot),
  within: LONG,
});

/** Compares the target's manifest with the one on standard input, and remembers the paths that differ. */
export const hearManifest = (source: Source, real: string, number: number, codec: string): Command => ({
  ...script(HEAR, ...manifestWords("target", source, real, number), codec),
  within: LONG,
});
