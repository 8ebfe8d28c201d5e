import { type Command, script } from "../../model/command";
import { type Preparation, preparationInput } from "../passes/prepare";
import type { Source } from "../passes/source";
import { TAKE_SNAPSHOT } from "../snapshot";
import { LONG } from "../staging";
import { ATTRIBUTES } from "./attributes";
import { LINES } from "./lines";
import { SUMS } from "./sums";

/**
 * Notes between passes: `settled` is the listing of what has arrived, `list` of what was prepared, `new` the records
 * to send, `delete` "PATH//TYPE" of what is gone or has become another type, `attempted` the same for what a pass
 * that never settled may have left on the target. Of several names of one file the first travels, and the others
 * are made from it (`links`). Directories come after all that is in them (`directories`), because that changes their
 * times. `mended` are the entries whose owner or time this kind of tar does not bring: symlinks, and before 1970.
 */
export const PREPARE = String.raw`${ATTRIBUTES}${TAKE_SNAPSHOT}
prepare() (
tree=$1 start=$2 control=$3 exclude=$4 owners=$5 number=$6 final=$7 beside=$8
mkdir -p -- "$control" && cd -- "$control" || exit 1
same_boot
began=$(hundredths)
cat > input && sed -n 1p input | base64 -d | lines > keep.lines || exit 1
if [ "$(count input)" -gt 1 ]; then
  rm -rf settled attempted kinds base
  sed -n 2p input | base64 -d | gzip -dc > base || exit 1
  note heard yes
  # The staging tree holds nothing but itself: there is nothing to compare with.
  [ "$(count base)" -gt 1 ] || [ "$start" != . ] && [ -s base ] || rm -f base
fi
rm -f input
heard
: >> attempted
[ ! -s kinds ] || { sort -u kinds attempted > attempted.new && mv -f attempted.new attempted; } || exit 1
moment=$(($(date +%s) - 1))
[ "$final" = yes ] || sync -f -- "$tree" 2>/dev/null || sync
# What is in memory only is never written back, so that a mapped page may change without any sign: nothing is clean.
case $(stat -f -c %T -- "$tree" 2>/dev/null) in tmpfs | ramfs) moment=0;; esac
look() { entries "$tree" "$start" "$exclude" "$moment" "$number" "$owners" || exit 1; }
# After the stop nothing changes; but without a pass before, a process that was not stopped would be read half done.
[ "$final" = yes ] && [ "$number" != 0 ] && beside=
from_snapshot
look
# In a snapshot another subvolume is an empty directory, inode 2.
other=$([ ! -e from ] || directories < list | awk '{ at = index($0, "//"); split(substr($0, at + 2), f, " ") }
  f[7] ~ /:2$/ { print substr($0, 1, at - 1); exit }')
[ -z "$other" ] || { back_to_origin "$other is a subvolume of its own" && look; }
note since "$moment"
note final "$final"
elapsed() { echo "$((($(hundredths) - began) * 10))"; }
if [ -e settled ] && [ ! -e base ] && [ ! -s attempted ] && cmp -s list settled; then
  rm -f list
  echo "0 0 $(elapsed) unchanged$live"
  exit 0
fi
groups < list > list.groups
: > old
: > changed
if [ -e base ]; then
  awk '{ print > (substr($0, index($0, "//") + 2, 1) ~ /[#@=]/ ? "base.said" : "base.meta") }' base
  : >> base.said; : >> base.meta
  meta < list > list.meta
  without list.meta base.meta > old
  without base.meta list.meta | names > changed
  # What agrees in everything but perhaps content: checksums and targets tell.
  without base.meta list.meta > unlike
  without unlike list.meta | names > same
  among same list > same.list
  { remembered "$tree" same.list && symlinks < same.list | names | targets "$tree"; } > same.said || exit 1
  without base.said same.said | names >> changed
  names < same.said > read
  files < same.list | names > wanted.names
  without read wanted.names >> changed
  # Who shares a file with whom may differ with nothing else.
  grep '//=' base.said > base.groups
  { without base.groups list.groups; without list.groups base.groups; } | names >> changed
  rm -f base.said base.meta base.groups list.meta unlike same same.list same.said read wanted wanted.names
elif [ -e settled ]; then
  without settled list | names > changed
  without list settled > old
else names < list > changed; fi
# With one name of a file all are sent, or what arrives would be a file of its own.
among changed list.groups | awk '{ print substr($0, index($0, "//=") + 3) }' | sort -u > firsts
awk 'FILENAME == "firsts" { those[$0]; next } (substr($0, index($0, "//=") + 3)) in those' firsts list.groups > shared
names < shared >> changed
sort -u changed > changed.new && mv -f changed.new changed
among changed list > new
kinds < new > kinds
kinds < list > present
kinds < old | sort -u - attempted > was
without present was > delete
{ cat changed; names < delete; } | awk '$0 != "." && sub(/\/[^\/]*$/, "")' | sort -u > parents
[ "$start" = . ] || : > parents
{ directories < new | names; cat parents; } | sort -u > wanted
directories < list | names > there
without there wanted > elsewhere
without elsewhere wanted | sort -r > directories
awk '{ at = index($0, "//="); if (substr($0, 1, at - 1) != substr($0, at + 3)) print }' shared > links
names < links > linked
directories < new | names >> linked
names < new > send.all
without linked send.all > send
cat send directories > touched
among touched list | awk '{ at = index($0, "//"); split(substr($0, at + 2), f, " ")
  if (f[1] ~ /^a/ || f[5] < 0) print substr($0, 1, at + 1) substr(f[1], 1, 1) " " f[2] " " f[3] " " f[5] }' > mended
plain_attributes "$tree" < changed || exit 1
among send list > sent.list
echo "$(($(count send) + $(count directories) + $(count links) + $(count delete))) $(total < sent.list) $(elapsed)$live"
rm -f new old present was parents wanted there elsewhere linked send.all touched sent.list shared firsts changed list.groups
)
`;

const PREPARED = `${LINES}${SUMS}${PREPARE}
prepare "$@"
`;

/** The words that `prepare` takes. */
export function prepareWords(source: Source, number: number, final: boolean): (string | number | boolean)[] {
  const { tree, start, control, exclude, owners, snapshot } = source;
  return [tree, start, control, exclude, owners, number, final, snapshot];
}

/** Lists the tree and writes down what has to be sent. Prints entries, bytes and milliseconds. */
export const prepareArchive = (source: Source, preparation: Preparation): Command => ({
  ...script(PREPARED, ...prepareWords(source, preparation.number, false)),
  stdin: preparationInput(preparation),
  within: LONG,
});

const SETTLE = `cd -- "$1" || exit 1
[ ! -e kinds ] || { mv -f list settled && rm -f kinds attempted base delete send directories links mended; }`;

/** What was prepared has arrived. */
export const settleArchive = (control: string): Command => script(SETTLE, control);
