import { posix } from "node:path";
import { type Command, script } from "../model/command";
import { MOUNTS } from "./mounts";

/**
 * Shell functions that find out whether a tree can be read from a read-only snapshot. They ask the kernel and not
 * findmnt(8), which not every host has; the number of a mount tells two mounts of one file system apart.
 */
const JUDGE = `${MOUNTS}
# lies_on PATH: the number of its mount, "MAJOR:MINOR" of the file system and its type.
lies_on() {
  awk 'FILENAME ~ /fdinfo/ { if ($1 == "mnt_id:") id = $2; next }
    $1 == id { for (i = 7; $i != "-"; i++); print $1, $3, $(i + 1) }' /proc/self/fdinfo/3 /proc/self/mountinfo 3< "$1"
}
up() { at=\${1%/*}; printf '%s\\n' "\${at:-/}"; }

# A snapshot can only be removed again with CAP_SYS_ADMIN (bit 21) over the whole machine.
privileged() {
  read -r inner outer many < /proc/self/uid_map && [ "$inner $outer $many" = "0 0 4294967295" ] &&
    may=$(awk '$1 == "CapEff:" { print $2 }' /proc/self/status) && [ "$((0x$may >> 21 & 1))" = 1 ]
}

# judge TREE PLACE PLACE: sets $origin, where the tree really lies, $volume, the root of the subvolume that it is in,
# $inside, the way from there to the tree, and $place, the first place that a snapshot can lie at; or $why none can be.
judge() {
  why= place= origin=$(cd -P -- "$1" && pwd -P) && on=$(lies_on "$origin") || { why="it cannot be entered"; return; }
  case $on in *' btrfs') ;; *) why="it is not on btrfs"; return;; esac
  command -v btrfs > /dev/null || { why="btrfs-progs are not installed"; return; }
  privileged || { why="only root may make and remove one"; return; }
  within=$(mounted_in "$origin")
  [ -z "$within" ] || { why="$within is mounted in it"; return; }
  volume=$origin
  # Every root of a subvolume is inode 256, and nothing else is.
  until [ "$(stat -c %i -- "$volume")" = 256 ]; do
    [ "$volume" != / ] && volume=$(up "$volume") && [ "$(lies_on "$volume")" = "$on" ] ||
      { why="the subvolume that it is part of is not mounted around it"; return; }
  done
  inside=\${origin#"\${volume%/}"}
  for place in "$2" "$3"; do
    near=$(up "$place")
    until [ -d "$near" ]; do near=$(up "$near"); done
    case "$(lies_on "$near")" in *" \${on#* }") [ ! -w "$near" ] || return 0;; esac
  done
  why="neither $(up "$3") nor $(up "$2") is a place on its file system that can be written to"
}
`;

// In a snapshot another subvolume is an empty directory. Prints a line for each tree: "fits", or why not.
const SHOW = `${JUDGE}
nested() {
  btrfs subvolume list -o "$volume" | own=$(btrfs subvolume show "$volume" | head -n 1) inside=$inside/ awk '
    BEGIN { own = ENVIRON["own"]; if (own ~ /^(\\/|<FS_TREE>|<FS_ROOT>)$/) own = ""
      begins = own (own == "" ? substr(ENVIRON["inside"], 2) : ENVIRON["inside"]) }
    { path = substr($0, index($0, " path ") + 6) }
    index(path, begins) == 1 && path !~ /\\.ferry-snapshot-[0-9a-f]+\\/tree$/ { print substr(path, length(begins) + 1); exit }'
}
while [ "$#" -gt 0 ]; do
  judge "$1" "$2" "$3"
  if [ -z "$why" ]; then
    other=$(nested)
    [ -z "$other" ] || why="$1/$other is a subvolume of its own"
  fi
  printf '%s\\n' "\${why:-fits}" | tr '\\n' ' '
  echo
  shift 3
done
`;

/** Where a snapshot of a tree may lie: among Ferry's notes, or beside the dataset. */
export interface SnapshotPlaces {
  readonly notes: string;
  readonly beside: string;
}

/** Prints a line for each tree: "fits" where it can be read from a snapshot, or why not. Writes nothing. */
export const judgeSnapshots = (trees: readonly ({ readonly tree: string } & SnapshotPlaces)[]): Command =>
  script(SHOW, ...trees.flatMap(({ tree, notes, beside }) => [tree, notes, beside]));

/** Where a snapshot lies among Ferry's notes about a dataset in a move. */
export const snapshotAmong = (control: string): string => posix.join(control, "snapshot");

/**
 * `drop_snapshot PLACE`: removes a snapshot, if there is one, by the directory that it is in and not by the name of that:
 * who owns the directory around it may put something else in its place at any time.
 */
const DROP = `
in_snapshot_place() {
  cd -P -- "$1" && [ "$(stat -c %u .)" = "$(id -u)" ] && expr "$(stat -c %a .)" : '2\\{0,1\\}700$' > /dev/null &&
    [ "$(stat -c %d:%i ..)" = "$(stat -L -c %d:%i -- "\${1%/*}")" ] || { echo "$1 is not the directory that Ferry made." >&2; return 1; }
}
drop_snapshot() {
  [ -d "$1" ] && [ ! -L "$1" ] || return 0
  (
    in_snapshot_place "$1" || exit 1
    if [ -e tree ]; then
      # Nobody writes to what is to be removed, and nothing else is.
      [ "$(btrfs property get -t subvol tree ro)" = ro=true ] && btrfs subvolume delete -c tree > /dev/null || exit 1
    fi
    # The directory around it keeps its time.
    touch -r .. around || exit 1
    { rm -f around && cd -P .. && rmdir -- "\${1##*/}" && touch -r /proc/self/fd/3 .; } 3< around
  )
}
`;

/**
 * `from_snapshot` makes a snapshot of what $tree is in, and $tree the one in it: what is listed, sent and proven
 * is then of one moment. $beside is one of its places, and empty where none is asked for; `live` begins with a blank
 * and has the reason where there should be one and is none. `back_to_origin` undoes it. The note ./from tells the later
 * commands of the pass. What a move left of which nothing else is known any more is removed too.
 */
export const TAKE_SNAPSHOT = `${JUDGE}${DROP}
from_snapshot() {
  live= running=$tree
  [ ! -e from ] || rm -f from
  [ -n "$beside" ] || return 0
  for old in "$control/snapshot" "$beside" "\${beside%-*}"-????????????; do
    case $old in "$control/snapshot" | "$beside") ;; *) [ ! -e "\${control%/*/*}/\${old##*-}" ] || continue;; esac
    drop_snapshot "$old"
  done
  judge "$tree" "$control/snapshot" "$beside"
  if [ -z "$why" ]; then
    said=$(make_snapshot 2>&1) || why=$said
    [ -n "$why" ] || [ "$(stat -c %i -- "$place/tree$inside" 2>&1)" = "$(stat -c %i -- "$origin")" ] || why="it is not in the snapshot"
  fi
  [ -z "$why" ] || { back_to_origin "$why"; return; }
  tree=$place/tree$inside
  note from "$tree"
}
make_snapshot() (
  touch -r "$(up "$place")" around && mkdir -m 700 -- "$place" || exit 1
  (in_snapshot_place "$place" && btrfs subvolume snapshot -r "$volume" tree > /dev/null)
  code=$?
  touch -r around -- "$(up "$place")"
  exit "$code"
)
back_to_origin() {
  tree=$running live=" live $(printf %s "$1" | tr '\\n' ' ')"
  rm -f from
  [ -z "$place" ] || drop_snapshot "$place"
}
`;

/** Lets $tree be the one that the pass was listed from. */
export const FROM_SNAPSHOT = `
[ ! -s "$control/from" ] || tree=$(cat "$control/from")
`;

/** After the proof nothing reads from it any more, and it would only hold on to what the service deletes. */
export const DONE_WITH_SNAPSHOT = `${DROP}
done_with_snapshot() {
  rm -f "$control/from"
  for place in "$control/snapshot" "$1"; do [ -z "$place" ] || drop_snapshot "$place" || return 1; done
}
`;

/** Removes the snapshots of a dataset in a move, wherever they lie. Does nothing where there are none. */
export const dropSnapshots = (control: string, beside: string): Command => ({
  ...script(`${DONE_WITH_SNAPSHOT}control=$1; done_with_snapshot "$2"`, control, beside),
  within: 10 * 60_000,
});
