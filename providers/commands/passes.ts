import { type Command, script } from "../model/command";
import { BLOCKS } from "./blocks";
import { LONG } from "./staging";
import { LISTING } from "./tree-list";

/** One dataset on the source, as the passes see it. */
export interface Source {
  /** The tree, or the directory of a single file. */
  readonly tree: string;
  /** "." or "./NAME" for a single file. */
  readonly start: string;
  /** Ferry's own notes about this dataset in this move. */
  readonly control: string;
  /** From `globsToEre`. */
  readonly exclude: string;
  /** False where a side cannot give files away (a local host without root). */
  readonly owners: boolean;
  /** True where both hosts can send large files by blocks. */
  readonly blocks: boolean;
}

/**
 * Notes between passes: `settled` is the listing of what has arrived, `list` of what was prepared, `send` the
 * paths to send, `delete` "PATH//TYPE" of what is gone or has become another type, `attempted` the same for what
 * a pass that never settled may have left on the target. `since` is when the last listing's sync began.
 */
/**
 * Names of one file: with one of them all are sent, or what arrives would be a file of its own. `apart` takes the
 * groups ("PATH//=FIRST") out of records; `together` adds to ./new whoever shares a file with what is in it, and
 * the groups that the target has otherwise.
 */
const GROUPS = String.raw`
apart() {
  grouped='BEGIN { RS = ORS = "\0" } { is = substr($0, index($0, "//") + 2, 1) == "=" }'
  awk "$grouped is" "$1" > "$2" && awk "$grouped !is" "$1" > "$1.new" && mv -f "$1.new" "$1"
}
together() {
  groups < linked > own.groups
  { paths < new; comm -z -3 own.groups base.groups | awk 'BEGIN { RS = ORS = "\0" } { sub(/^\t/, ""); print substr($0, 1, index($0, "//") + 1) }'; } |
    sort -z -u > touched
  pick touched own.groups > members
  awk 'BEGIN { RS = ORS = "\0" } { first = substr($0, index($0, "//") + 2) } FILENAME == "members" { those[first]; next }
    first in those { print substr($0, 1, index($0, "//") + 1) }' members own.groups > joined
  pick joined meta | sort -z -u - new > new.all && mv -f new.all new
  rm -f own.groups base.groups touched members joined
}
`;

const PREPARE = String.raw`${LISTING}${GROUPS}${BLOCKS}
tree=$1 start=$2 control=$3 exclude=$4 owners=$5 number=$6 final=$7 delta=$8 side=source
mkdir -p -- "$control" && cd -- "$control" || exit 1
began=$(date +%s%N)
cat > input && sed -n 1p input | base64 -d > keep || exit 1
if [ "$(wc -l < input)" -gt 1 ]; then
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
rm -f input
[ -e heard ] || die "The target has not said what it holds."
: >> attempted
[ ! -s kinds ] || { sort -z -m -u kinds attempted > attempted.new && mv -f attempted.new attempted; } || exit 1
moment=$(($(date +%s) - 1))
[ "$final" = yes ] || sync -f -- "$tree" 2>/dev/null || sync
# What is in memory only is never written back, so that a mapped page may change without any sign: nothing is clean.
case $(stat -f -c %T -- "$tree" 2>/dev/null) in tmpfs | ramfs) moment=0;; esac
linked=
[ ! -e base.meta ] || linked=h
list "$tree" "$start" "$exclude" "$moment" "$number" "$owners" "$linked" || exit 1
note since "$moment"
note final "$final"
# The same listing, all of it clean: nothing has changed since the last pass.
rm -f check.*
if [ -e settled ] && [ ! -e base.meta ] && [ ! -s attempted ] && cmp -s list settled; then
  rm -f list
  echo "0 0 $(($(date +%s%N) / 1000000 - began / 1000000)) unchanged"
  exit 0
fi
if [ -e base.meta ]; then
  apart base.meta base.groups
  comm -z -23 meta base.meta > new
  comm -z -13 meta base.meta > old
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
  together
  rm -f same same.paths same.list same.sums equal.paths equal.large differ.paths
elif [ -e settled ]; then
  # A path never begins with the tab that marks the second column.
  comm -z -3 list settled > both
  awk 'BEGIN { RS = ORS = "\0" } !/^\t/' both > new
  awk 'BEGIN { RS = ORS = "\0" } sub(/^\t/, "")' both > old
  rm -f both
else
  cp list new
  : > old
fi
kinds < new > kinds
if [ -s attempted ]; then kinds < list > present; else cp kinds present; fi
kinds < old | sort -z -m -u - attempted | comm -z -23 - present > delete
# The times of a directory change with what is written into it: it is sent again, last.
{ names < new; names < delete; } | awk 'BEGIN { RS = ORS = "\0" } $0 != "." && sub(/\/[^\/]*$/, "")' | sort -z -u > parents
[ "$start" = . ] || : > parents
(cd -- "$tree" && xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type d -print0 2> /dev/null; :' ferry) < parents > above
{ names < new; cat above; } | sort -z -u > send
{ names < new; names < delete; cat parents; } | sort -z -u > "check.$number"
note number "$number"
files=$(($(count send) + $(count delete)))
bytes=$(total < new)
large < new > big
names < big | sort -z > large.list
if [ -s large.list ]; then
  comm -z -23 send large.list > send.new && mv -f send.new send || exit 1
  lacking=$(blocks prepare "$control" "$tree" "$final" < large.list) || exit 1
  bytes=$((bytes - $(total < big) + lacking))
fi
rm -f new old present parents above big
echo "$files $bytes $(($(date +%s%N) / 1000000 - began / 1000000))"
`;

export interface Preparation {
  readonly number: number;
  readonly final: boolean;
  /** NUL-ended paths in base64. */
  readonly keep: string;
  /** What `openStaging` printed, for the first pass. */
  readonly begun?: string | undefined;
}

/** Lists the tree and writes down what has to be sent. Prints entries, bytes and milliseconds. */
export function preparePass(source: Source, { number, final, keep, begun }: Preparation): Command {
  const { tree, start, control, exclude, owners, blocks } = source;
  const flag = (yes: boolean): string => (yes ? "yes" : "no");
  const how = [flag(owners), String(number), flag(final), flag(blocks)];
  const run = script(PREPARE, tree, start, control, exclude, ...how);
  return { ...run, stdin: begun ? `${keep}\n${begun}` : `${keep}\n`, within: LONG };
}

/** How many bytes of the archive one progress line of \`sendPass\` stands for. */
const RECORD = 32 * 1024;
const LINES_EVERY = 32;

/**
 * The stream: a line "ferry2 CODEC BYTES BLOCKS NUMBER BYTES", that many bytes of \`delete\` and of \`check\` (the paths
 * that the pass touches), then, compressed, the blocks of large files where BLOCKS is "yes", and a tar archive. pax headers,
 * because others know neither nanoseconds nor times before 1970. While the service runs, files may vanish (no
 * failure) or change (exit 1) under tar; afterwards nothing may.
 */
const SEND = String.raw`export LC_ALL=C
${BLOCKS}
tree=$1 control=$2 record=$3 every=$4 codec=$5
cd -- "$control" || exit 1
number=$(cat number) delta=no
[ ! -s large.list ] || delta=yes
tolerate=--ignore-failed-read worst=1
[ "$(cat final)" != yes ] || { tolerate= worst=0; }
compress() { case $codec in zstd) zstd -1 -q -c;; gzip) gzip -1 -c;; *) cat;; esac; }
archive() {
  tar -c -f - --format=posix --pax-option=delete=atime,delete=ctime --record-size="$record" \
    --numeric-owner --sparse --acls --xattrs --xattrs-exclude=security.selinux $tolerate \
    --checkpoint="$every" --checkpoint-action='echo=ferry-records %u' --totals \
    -C "$tree" --null --no-recursion -T "$control/send"
}
stream() {
  [ "$delta" = no ] || blocks send "$control" "$tree" < "$control/large.list" || return 9
  archive
}
printf 'ferry2 %s %s %s %s %s\n' "$codec" "$(wc -c < delete)" "$delta" "$number" "$(wc -c < "check.$number")" || exit 1
cat delete "check.$number" || exit 1
codes=$({ { stream 3>&-; echo "$?" >&3; } | { compress >&4; echo "$?" >&3; } } 3>&1) 4>&1
set -- $codes
for code; do [ "$code" -le "$worst" ] || { echo "sending failed: the reader and $codec exited with $codes" >&2; exit 1; }; done
`;

/** Writes the stream of a prepared pass. */
export function sendPass({ tree, control }: Pick<Source, "tree" | "control">, codec: string): Command {
  return { ...script(SEND, tree, control, String(RECORD), String(LINES_EVERY), codec), within: LONG };
}

/**
 * Reads the bytes sent so far from a line of the sender's: what went by blocks, and on top of that the archive (GNU
 * tar, --checkpoint-action and --totals). Undefined for other lines.
 */
export function sentBytes(): (line: string) => number | undefined {
  let blocks = 0;
  return (line) => {
    const base = /^ferry-base (\d+)$/.exec(line)?.[1];
    if (base !== undefined) {
      blocks = Number(base);
      return blocks;
    }
    const total = /^Total bytes written: (\d+)/.exec(line)?.[1];
    if (total !== undefined) return blocks + Number(total);
    const records = /ferry-records (\d+)/.exec(line)?.[1];
    return records === undefined ? undefined : blocks + Number(records) * RECORD;
  };
}

/**
 * Deletions first. A directory that the source does not have goes with what is excluded in it (the replaced tree
 * still has that), but stays where it holds a path that the target keeps. tar extracts below
 * the staging tree only (it follows no symlink out of it, takes away what is in the way instead of writing into it,
 * which is its default, and gives directories their times at the end).
 */
const RECEIVE = String.raw`${LISTING}${BLOCKS}
control=$1 record=$2
cd -- "$control" || exit 1
[ ! -s receiver ] || { pid=$(cat receiver)
  ! grep -aqF -- "$control" "/proc/$pid/cmdline" 2>/dev/null || kill -s TERM -- "-$(cut -d' ' -f5 "/proc/$pid/stat")"; }
echo "$$" > receiver
read -r magic codec bytes delta number checked || { echo "the stream ended before it began" >&2; exit 1; }
[ "$magic" = ferry2 ] || { echo "what arrived is not a pass of Ferry's" >&2; exit 1; }
head -c "$bytes" > delete && rm -f check.* && head -c "$checked" > "check.$number" || exit 1
kept_in > holds
staging=$(cat staging)
cd -- "$staging" || exit 1
types='BEGIN { RS = ORS = "\0" } FILENAME == "holds" { holds[$0]; next }
  { path = substr($0, 1, length($0) - 3); way = path in holds ? "rmdir" : "rm" } '
deleted() { (cd -- "$control" && awk "$types"'way == "'"$1"'" { print path }' holds delete); }
# What was listed as a file may have become a directory before it was read, and have come as one.
deleted rm | xargs -0 -r rm -rf -- || exit 1
deleted rmdir | sort -z -r | xargs -0 -r rmdir -- 2>/dev/null
decompress() { case $codec in zstd) zstd -d -q -c;; gzip) gzip -d -c;; none) cat;; *) exit 1;; esac; }
owner=--no-same-owner attributes=user.*
[ "$(id -u)" != 0 ] || { owner=--same-owner attributes=*; }
extract() {
  tar -x -f - --record-size="$record" --numeric-owner "$owner" --preserve-permissions --acls --xattrs --xattrs-include="$attributes" \
    --delay-directory-restore --warning=no-timestamp
}
arrive() {
  [ "$delta" != yes ] || blocks receive "$control" "$staging" || return 9
  extract
}
codes=$({ { decompress; echo "$?" >&3; } | { arrive >&2; echo "$?" >&3; } } 3>&1)
for code in $codes; do
  [ "$code" != 0 ] || continue
  # tar may say no more than "Wrote only 5120 of 10240 bytes".
  [ "$(df -Pk . | awk 'NR == 2 { print $4 }')" -ge 1024 ] || echo "No space left on device: $(df -Ph . | tail -n 1)" >&2
  df -Pi . 2>/dev/null | awk 'NR == 2 && $2 > 0 && $4 < 8 { exit 1 }' || echo "No inodes left on device: $(df -Pi . | tail -n 1)" >&2
  echo "receiving failed: $codec and the writer exited with" $codes >&2
  exit 1
done
# Whoever comes next does not wait for the disk: before the start the swap does, and after a reboot nothing is proven.
{ sync -f -- . || sync; } > /dev/null 2>&1 < /dev/null &
rm -f -- "$control/receiver" "$control/delete" "$control/holds"
`;

/** Reads the stream of a pass from standard input into the staging tree. */
export const receivePass = (control: string): Command => ({
  ...script(RECEIVE, control, String(RECORD)),
  within: LONG,
});

const SETTLE = `cd -- "$1" || exit 1
if [ -d blocks/sent ]; then mkdir -p blocks/have && find blocks/sent -type f -exec mv -f -t blocks/have -- {} + || exit 1; fi
[ ! -e kinds ] || { mv -f list settled && rm -rf kinds attempted base.meta base.sums delete send meta linked large.list blocks/now; }`;

/** What was prepared has arrived. */
export const settlePass = (control: string): Command => script(SETTLE, control);

const FORGET = `rm -rf -- "$1"; rmdir -- "$(dirname -- "$1")" 2>/dev/null; exit 0`;

/** Removes the notes of all passes. */
export const forgetPasses = (control: string): Command => script(FORGET, control);
