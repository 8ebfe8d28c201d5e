import { type Command, script, type Word } from "../../model/command";
import { BLOCKS } from "../blocks";
import { CHOOSE_OLDER } from "../older";
import { TAKE_SNAPSHOT } from "../snapshot";
import { LONG } from "../staging";
import { LISTING } from "../tree-list";
import { FIRST_COPY } from "./first-copy";
import { GROUPS } from "./groups";
import type { Source } from "./source";

/**
 * Notes between passes: `settled` is the listing of what has arrived, `list` of what was prepared, `send` the
 * paths to send, `delete` "PATH//TYPE" of what is gone or has become another type, `attempted` the same for what
 * a pass that never settled may have left on the target. `since` is when the last listing's sync began, `grown` by
 * how many entries and bytes there are more than in what has arrived.
 */
export const PREPARE = String.raw`${GROUPS}${TAKE_SNAPSHOT}${FIRST_COPY}${CHOOSE_OLDER}
prepare() (
tree=$1 start=$2 control=$3 exclude=$4 owners=$5 number=$6 final=$7 delta=$8 told=$9 side=source
shift 9
beside=$1 hasher=$2 many=$3
mkdir -p -- "$control" && cd -- "$control" || exit 1
same_boot
began=$(date +%s%N)
owners=$(owner_map "$owners") || exit 1
cat > input && : > keep || exit 1
# Most passes get nothing: each program that is not started is time, in the last pass downtime.
[ ! -s input ] || sed -n 1p input | base64 -d > keep || exit 1
if [ -s input ] && [ "$(wc -l < input)" -gt 1 ]; then
  rm -rf settled attempted kinds blocks
  sed -n 2p input | base64 -d | gzip -dc > base.meta || exit 1
  sed -n 3p input | base64 -d | gzip -dc > base.sums || exit 1
  sed -n 4p input | base64 -d | gzip -dc > base.blocks || exit 1
  [ ! -s base.blocks ] || [ "$delta" != yes ] || blocks hear "$control" < base.blocks || exit 1
  rm -f base.blocks
  note heard yes
  # The staging tree holds nothing but itself: there is nothing to compare with.
  [ "$(names < base.meta | tr '\0' /)" != ./ ] && [ -s base.meta ] || rm -f base.meta base.sums
fi
rm -f input strangers
heard
: >> attempted
[ ! -s kinds ] || { sort -z -m -u kinds attempted > attempted.new && mv -f attempted.new attempted; } || exit 1
moment=$((began / 1000000000 - 1))
[ "$final" = yes ] || sync -f -- "$tree" 2>/dev/null || sync
# What is in memory only is never written back, so that a mapped page may change without any sign: nothing is clean.
case $(stat -f -c %T -- "$tree" 2>/dev/null) in tmpfs | ramfs) moment=0;; esac
linked= all=
[ ! -e base.meta ] || linked=h
# The last pass needs no listing of its own, only how it differs: that is one file less to write and to read.
against=
[ "$final" != yes ] || [ ! -e settled ] || [ -e base.meta ] || [ -s attempted ] || against=settled
look() { list "$tree" "$start" "$exclude" "$moment" "$number" "$owners" "$linked" "$against" || exit 1; }
# After the stop nothing changes; but without a pass before, a process that was not stopped would be read half done.
[ "$final" = yes ] && [ "$number" != 0 ] && beside=
from_snapshot
look
# In a snapshot another subvolume is an empty directory, inode 2.
other=$([ ! -e from ] || directories < list | awk 'BEGIN { RS = "\0" } { at = index($0, "//"); split(substr($0, at + 2), field, " ") }
  field[8] == 2 { print substr($0, 1, at - 1); exit }')
[ -z "$other" ] || { back_to_origin "$other is a subvolume of its own" && look; }
# noted GROWN: what the later parts of the pass have to know.
noted() { notes since "$moment" final "$final" number "$number" grown "$1" || exit 1; }
took() { echo "$(($(date +%s%N) / 1000000 - began / 1000000))"; }
# The same listing, all of it clean: nothing has changed since the last pass.
rm -f check.* send.[0-9]
if [ -e settled ] && [ ! -e base.meta ] && [ ! -s attempted ] &&
  if [ -n "$against" ]; then [ ! -s both ]; else cmp -s list settled; fi; then
  noted "0 0"
  rm -f list both
  echo "0 0 $(took) unchanged$live"
  exit 0
fi
if [ -e base.meta ]; then
  noted "0 0"
  apart base.meta
  comm -z -23 meta base.meta > new && comm -z -13 meta base.meta > old || exit 1
  # What agrees in everything but perhaps content: checksums tell.
  comm -z -12 meta base.meta | files > same
  paths < same > same.paths
  pick same.paths list > same.list
  remembered "$tree" "$(pwd)/same.list" | sed -z 's/.\{32\}$//' > same.sums
  comm -z -12 same.sums base.sums | paths > equal.paths
  comm -z -23 same.paths equal.paths > differ.paths
  pick equal.paths same | large > equal.large
  [ ! -s equal.large ] || names < equal.large | blocks equal "$control" || exit 1
  pick differ.paths same | sort -z -m - new > new.all && mv -f new.all new
  dressed
  hollow
  together
  rm -f same same.paths same.list same.sums equal.paths equal.large differ.paths
elif [ -e settled ]; then
  # A path never begins with the tab that marks the second column.
  [ -n "$against" ] || comm -z -3 list settled > both || exit 1
  : > new && : > old || exit 1
  set -- $(awk 'BEGIN { RS = ORS = "\0" } { ours = !sub(/^\t/, ""); print > (ours ? "new" : "old"); entries += ours ? 1 : -1
      at = index($0, "//"); if (substr($0, at + 2, 1) != "f") next
      split(substr($0, at + 2), field, " "); bytes += ours ? field[5] : -field[5] }
    END { printf "%.0f %.0f", entries, bytes }' both) || exit 1
  [ $# = 2 ] || exit 1
  noted "$1 $2"
  rm -f both
else
  noted "0 0"
  if [ ! -s attempted ]; then
    ! is_mapped || renumbered < list > /dev/null
    no_strangers
    everything
    exit
  fi
  all=yes
  cp list new
  : > old
fi
[ -e base.meta ] || ! is_mapped || renumbered < new > /dev/null
no_strangers
# One program for what could be four: with little to send, starting them is most of what the last pass takes. And none in a
# pipe, which does not tell of one that was killed: what is missing in ./check would be missed by the proof, too.
: > kinds && : > new.names || exit 1
bytes=$(awk 'BEGIN { RS = ORS = "\0" } { at = index($0, "//"); rest = substr($0, at + 2); type = substr(rest, 1, 1)
    print substr($0, 1, at + 2) > "kinds"; print substr($0, 1, at - 1) > "new.names" }
  type == "f" || type == "h" { split(rest, field, " "); bytes += field[5] } END { printf "%.0f", bytes }' new) || exit 1
present=kinds
[ ! -s attempted ] || { kinds < list > present && present=present; } || exit 1
: > delete
if [ -s old ] || [ -s attempted ]; then
  kinds < old > old.kinds && sort -z -m -u old.kinds attempted > old.all && comm -z -23 old.all "$present" > delete || exit 1
fi
# The times of a directory change with what is written into it: it is sent again, last. Where everything is sent, it is too.
: > gone.names && : > above || exit 1
[ ! -s delete ] || names < delete > gone.names || exit 1
[ -n "$all" ] || awk 'BEGIN { RS = ORS = "\0" } $0 != "." && sub(/\/[^\/]*$/, "")' new.names gone.names > above || exit 1
sort -z -u above > parents || exit 1
[ "$start" = . ] || : > parents
(cd -- "$tree" && xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type d -print0 2> /dev/null; :' ferry) < parents > above || exit 1
sort -z -u new.names above > send && sort -z -u new.names gone.names parents > "check.$number" || exit 1
counted=$(awk 'BEGIN { RS = "\0" } FILENAME == "send" && length($0) > length(most) { most = $0 }
  END { print NR, (length(most) > 4095 ? substr(most, length(most) - 299) : "") }' send delete) || exit 1
files=\${counted%% *}
none_too_long "\${counted#* }"
: > large.list
large < new > big || exit 1
if [ -s big ]; then
  names < big > big.names && sort -z big.names > large.list || exit 1
  comm -z -23 send large.list > send.new && mv -f send.new send || exit 1
  lacking=$(blocks prepare "$control" "$tree" "$final" < large.list) || exit 1
  set -- $(figures < big)
  bytes=$((bytes - $2 + lacking))
fi
choose_older
[ "$told" = python3 ] || ! renumbers || plain_access "$tree" < send
rm -f new old new.names gone.names old.kinds old.all present parents above big big.names
echo "$files $bytes $(took)$live"
)
# No system call takes a path of 4,096 bytes (PATH_MAX, limits.h): the end of the longest one tells which it is.
none_too_long() {
  [ -z "$1" ] || die "...$1: File name too long. Paths of more than 4,095 bytes cannot travel: shorten them, or exclude them with move.exclude."
}
`.replaceAll("\\${", "${");

export interface Preparation {
  readonly number: number;
  /** NUL-ended paths in base64. */
  readonly keep: string;
  /** What `openStaging` printed, for the first pass. */
  readonly begun?: string | undefined;
}

/** Lists the tree and writes down what has to be sent. Prints entries, bytes and milliseconds. */
export function preparePass(source: Source, preparation: Preparation): Command {
  const run = script(PREPARE_ALONE, ...preparationWords(source, preparation, false));
  return { ...run, stdin: preparationInput(preparation), within: LONG };
}

const PREPARE_ALONE = `${LISTING}${BLOCKS}${PREPARE}prepare "$@"`;

/** The arguments of `prepare`, `final` where the service is stopped, and what it reads. */
export function preparationWords(source: Source, { number }: Preparation, final: boolean): Word[] {
  const { tree, start, control, exclude, owners, map, blocks, attributes, snapshot, hasher, streamsFrom } =
    source;
  const how = [blocks, attributes, snapshot, hasher, streamsFrom];
  return [tree, start, control, exclude, map ?? owners, number, final, ...how];
}

export const preparationInput = ({ keep, begun }: Preparation): string =>
  begun ? `${keep}\n${begun}` : `${keep}\n`;
