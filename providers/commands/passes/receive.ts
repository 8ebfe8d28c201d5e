import { type Command, script } from "../../model/command";
import { ACCESS_LISTS } from "../access-lists";
import { BLOCKS } from "../blocks";
import { CODEC } from "../codec";
import { KILLED } from "../killed";
import { RECEIVE_OLDER } from "../older";
import { ENTER, RECEIVER } from "../places";
import { LONG } from "../staging";
import { LISTING } from "../tree-list";
import { part, RECORD } from "./send";

/**
 * Deletions first. A directory that the source does not have goes with what is excluded in it (the replaced tree
 * still has that), but stays where it holds a path that the target keeps. tar extracts below
 * the staging tree only (it follows no symlink out of it, takes away what is in the way instead of writing into it,
 * which is its default, and gives directories their times at the end).
 */
export const RECEIVE = String.raw`${ENTER}${RECEIVER}${CODEC}${KILLED}${ACCESS_LISTS}${RECEIVE_OLDER}
receive_pass() (
control=$1 record=$2 part=$3
exec 6>&1 >&2
cd -- "$control" || exit 1
[ -n "$part" ] || end_receivers
echo "$$" > "receiver$part"
# While nothing comes: in the last pass the source looks at all it has first, and each program started is downtime.
data=$(cat data) staging=$(cat staging)
owner=--no-same-owner attributes=user.*
[ "$(id -u)" != 0 ] || { owner=--same-owner attributes=*; }
read -r magic codec bytes delta number checked || { echo "the stream ended before it began" >&2; exit 1; }
[ "$magic" = ferry2 ] || { echo "what arrived is not a pass of Ferry's" >&2; exit 1; }
if [ -z "$part" ]; then
  rm -f check.* || exit 1
  [ "$delta" != nothing ] || { rm -f receiver; exit 0; }
  head -c "$bytes" > delete && head -c "$checked" > "check.$number" && : > holds && : > removed && : > emptied || exit 1
  [ "$delta" != rsync ] || hear_older
  [ ! -s keep ] || kept_in > holds
  # What is gone, and of what stays the paths that are written to. What was listed as a file may have become a directory
  # before it was read, and have come as one.
  awk 'BEGIN { RS = ORS = "\0" } FILENAME == "holds" { holds[$0]; next }
    FILENAME == "delete" { path = substr($0, 1, length($0) - 3); gone[path]; print path > (path in holds ? "emptied" : "removed"); next }
    !($0 in gone)' holds delete "check.$number" > stay || exit 1
fi
enter
[ "$data" = "$staging" ] || cd -P tree || exit 1
if [ -z "$part" ]; then
  [ ! -s "$control/removed" ] || xargs -0 -r rm -rf -- < "$control/removed" || exit 1
  [ ! -s "$control/emptied" ] || sort -z -r "$control/emptied" | xargs -0 -r rmdir -- 2>/dev/null
  # A first pass names every path, of which mostly none is there yet: the directories that are tell sooner.
  [ "$number" = 0 ] && ! lists_below || bare_among "$control/stay"
fi
# While the service runs, a directory may become something else after it was listed, and what it has here is in the way. Of
# all such entries tar tells, and goes on with the others; the next pass deletes first.
extract() {
  tar -x -f - --record-size="$record" --numeric-owner "$owner" --preserve-permissions --xattrs --xattrs-include="$attributes" \
    --xattrs-include='system.posix_acl_*' --delay-directory-restore --warning=no-timestamp 2> "$control/refused$part"
  set -- "$?"
  cat "$control/refused$part" >&2
  [ "$1" = 2 ] && [ "$final" != yes ] && [ -s "$control/refused$part" ] || return "$1"
  ! grep -Eqv '^tar: .*: Cannot (open|create symlink to .*|hard link to .*): File exists$|^tar: Exiting with failure status' \
    "$control/refused$part" || return "$1"
}
arrive() {
  [ "$delta" != yes ] || { place=$(stat -c %d:%i .) && blocks receive "$control" "$data" "$place"; } || return
  extract || return
  [ "$delta" != yes ] || [ ! -s "$control/access" ] || blocks access "$control" "$data" "$place" || return
}
codes=0
[ "$delta" != rsync ] || { receive_older; codes=$?; }
if [ "$codes" != 0 ]; then :
elif [ "$codec" = none ]; then codes=$(arrive >&2; echo "$?")
else codes=$({ { decompress "$codec"; echo "$?" >&3; } | { arrive >&2; echo "$?" >&3; } } 3>&1); fi
for code in $codes; do
  [ "$code" != 0 ] || continue
  # tar may say no more than "Wrote only 5120 of 10240 bytes".
  [ "$(df -Pk . | awk 'NR == 2 { print $4 }')" -ge 1024 ] || echo "No space left on device: $(df -Ph . | tail -n 1)" >&2
  df -Pi . 2>/dev/null | awk 'NR == 2 && $2 > 0 && $4 < 8 { exit 1 }' || echo "No inodes left on device: $(df -Pi . | tail -n 1)" >&2
  # Of a quota neither df nor tar tells: who writes there gets to hear it.
  why=$(head -c 1048576 /dev/zero 2>&1 > "$staging/.room")
  rm -f -- "$staging/.room"
  case $why in *quota*) echo "\${why##*: }" >&2;; esac
  echo "receiving failed: $codec and the writer exited with" $codes >&2
  killed_among $codes
  exit 1
done
cd -- "$control" && rm -f "receiver$part" "refused$part" && { [ -n "$part" ] || rm -f access delete holds removed emptied stay; }
)
# Whoever comes next does not wait for the disk: before the start the swap does, and after a reboot nothing is proven.
to_disk() { { sync -f -- "$1" || sync; } > /dev/null 2>&1 < /dev/null & }
`.replaceAll("\\${", "${");

const RECEIVE_ALONE = `${LISTING}${BLOCKS}${RECEIVE}final=no
receive_pass "$@" || exit
[ -n "$3" ] || to_disk "$(cat "$1/data")"`;

/** Reads the stream of a pass, or one of its streams, from standard input into the staging tree. */
export const receivePass = (control: string, stream?: number): Command => ({
  ...script(RECEIVE_ALONE, control, RECORD, part(stream)),
  within: LONG,
});
