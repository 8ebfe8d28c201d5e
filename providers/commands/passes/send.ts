import { type Command, script, type Word } from "../../model/command";
import { BLOCKS } from "../blocks";
import { CODEC } from "../codec";
import { KILLED } from "../killed";
import { SEND_OLDER } from "../older";
import { OWNER_MAP } from "../owner-map";
import { FROM_SNAPSHOT } from "../snapshot";
import { LONG } from "../staging";
import type { Source } from "./source";

/** How many bytes of the archive one progress line of \`sendPass\` stands for. */
export const RECORD = 32 * 1024;
const LINES_EVERY = 32;

/**
 * The stream: a line "ferry2 CODEC BYTES BLOCKS NUMBER BYTES", that many bytes of \`delete\` and of \`check\` (the paths
 * that the pass touches), then what \`send_older\` says where BLOCKS is "rsync", then,
 * compressed, the blocks of large files where it is "yes", and a tar archive; where it is
 * "nothing", no more; "part" is one stream of several, files that need nothing else. pax headers,
 * because others know neither nanoseconds nor times before 1970. While the service runs, files may vanish (no
 * failure) or change (exit 1) under tar; afterwards nothing may. What cannot be read ends any pass.
 */
export const SEND = String.raw`${CODEC}${KILLED}${SEND_OLDER}
send_pass() (
export LC_ALL=C
tree=$1 control=$2 record=$3 every=$4 codec=$5 blocks=$6 part=$7
${FROM_SNAPSHOT}cd -- "$control" || exit 1
delta=no
read -r number < number || :
read -r final < final || :
[ ! -s large.list ] || delta=yes
renumber=$(tar_owners) || exit 1
[ -z "$renumber" ] || [ "$blocks" != yes ] || delta=yes
[ ! -s older.list ] || delta=rsync
tolerate=--ignore-failed-read worst=1
[ "$final" != yes ] || { tolerate= worst=0; }
# While the service runs, entries come and go under tar. One that is there and cannot be read is another matter.
archive() {
  { { pack 2>&1 >&6 6>&-; echo "$?" > "ended$part"; } | tee "said$part" >&2; } 6>&1
  code=$?
  [ "$code" = 0 ] || return "$code"
  gone=': No such file or directory$|: Not a directory$'
  ! grep ': Warning: Cannot ' "said$part" | grep -Eqv "$gone" || return 9
  return "$(cat "ended$part")"
}
pack() {
  tar -c -f - --format=posix --pax-option=delete=atime,delete=ctime --record-size="$record" \
    --numeric-owner --sparse --xattrs --xattrs-exclude=security.selinux $renumber $tolerate \
    --checkpoint="$every" --checkpoint-action='echo=ferry-records %u' --totals \
    -C "$tree" --null --no-recursion -T "$control/send$part"
}
stream() {
  [ "$delta" != yes ] || blocks send "$control" "$tree" < "$control/large.list" || return "$(($? > 9 ? $? : 9))"
  archive
}
if [ -n "$part" ]; then
  delta=no
  printf 'ferry2 %s 0 part %s 0\n' "$codec" "$number" || exit 1
else
  set -- $(stat -c %s delete "check.$number") && [ $# = 2 ] || exit 1
  printf 'ferry2 %s %s %s %s %s\n' "$codec" "$1" "$delta" "$number" "$2" || exit 1
  cat delete "check.$number" || exit 1
  [ "$delta" != rsync ] || send_older || exit
fi
# What is not compressed needs no program on the way.
if [ "$codec" = none ]; then { codes=$(stream >&4; echo "$?"); } 4>&1
else { codes=$({ { stream 3>&-; echo "$?" >&3; } | { compress "$codec" >&4; echo "$?" >&3; } } 3>&1); } 4>&1; fi
set -- $codes
for code; do [ "$code" -le "$worst" ] || { echo "sending failed: the reader and $codec exited with $codes" >&2; killed_among $codes; exit 1; }; done
)
`;

const SEND_ALONE = `${BLOCKS}${OWNER_MAP}${SEND}send_pass "$@"`;

/** What the files of a single stream end with. */
export const part = (stream: number | undefined): string => (stream === undefined ? "" : `.${stream}`);

/** Writes the stream of a prepared pass, or one of its streams. */
export const sendPass = (source: Source, codec: string, stream?: number): Command => ({
  ...script(SEND_ALONE, ...sendWords(source, codec), part(stream)),
  within: LONG,
});

/** The arguments of `send_pass`. */
export const sendWords = ({ tree, control, blocks }: Source, codec: string): Word[] => [
  tree,
  control,
  RECORD,
  LINES_EVERY,
  codec,
  blocks,
];

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
