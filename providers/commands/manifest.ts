import { type Command, script } from "../model/command";
import type { Source } from "./passes";
import { LONG } from "./staging";
import { LISTING } from "./tree-list";

/**
 * sha256 over the portable listing, the checksums (BLAKE2b) of all files and the groups of hard links; without what the
 * target keeps, and the directories that hold it. A file that cannot
 * be read counts with a word that no other manifest has, so that the roots differ. Checksums of the source are
 * remembered for what is older than the last pass's sync; nobody else writes to the target's staging tree.
 */
const MANIFEST = String.raw`${LISTING}
tree=$1 control=$2 start=$3 exclude=$4 owners=$5 side=$6 real=$7
mkdir -p -- "$control" && cd -- "$control" || exit 1
# Only Ferry writes to a staging tree, and not while it lists it: older than a few ticks of the clock is clean.
tick=$(($(date +%s%N) - 20000000))
since=$((tick / 1000000000)).$(printf %09d $((tick % 1000000000)))
if [ "$side" = source ]; then since=$(cat since 2>/dev/null || echo 0)
elif [ -d "$(cat staging 2>/dev/null)" ]; then tree=$(cat staging)
else tree=$real; fi
mkdir -p cache manifest
: >> keep
cp keep manifest/keep && cd manifest || exit 1
list "$tree" "$start" "$exclude" "$since" "$(date +%s%N)" "$owners" f || exit 1
# Entries that are not clean have another number in every listing: the same listing is of the same content.
if [ -s ../proof ] && cmp -s list ../proven && cmp -s keep ../proven.keep; then
  cat ../proof
  cd .. && rm -rf manifest
  exit 0
fi
cp list listed
(cd .. && remembered "$tree" "$control/manifest/list") > sums || exit 1
files < list > wanted
if [ "$(count wanted)" != "$(count sums)" ]; then
  paths < wanted > wanted.paths
  paths < sums | comm -z -23 wanted.paths - > unread
  { date +%s%N; cat /proc/sys/kernel/random/uuid unread; } >> sums
fi
awk 'BEGIN { RS = ORS = "\0" } { i = index($0, "//"); print substr($0, i + 2, 20) " " substr($0, 1, i - 1) }' linked | sort -z |
  awk 'BEGIN { RS = ORS = "\0" } { inode = substr($0, 1, 20); path = substr($0, 22) }
    inode != last { last = inode; first = path; shown = 0; next }
    { if (!shown++) print first "//=" first; print path "//=" first }' | sort -z > groups
if [ -s keep ]; then
  kept_in > holds
  awk 'BEGIN { RS = ORS = "\0" } FILENAME == "holds" { holds[$0]; next } !(substr($0, 1, index($0, "//") - 1) in holds)' holds meta > entries
else mv meta entries; fi
root=$({ cat entries; echo; cat sums; echo; cat groups; } | sha256sum | cut -d' ' -f1)
echo "$(count entries) $(total < entries) $root" > proof
cat proof
# Without the proof the listing means nothing: it goes first and comes last.
rm -f ../proof
[ -e unread ] || { mv -f listed ../proven && cp keep ../proven.keep && mv -f proof ../proof; }
cd .. && rm -rf manifest
`;

/**
 * Prints entries, bytes and the root. On the target \`real\` is looked at where the staging tree has been swapped in.
 */
export function manifestOf(side: "source" | "target", source: Source, real: string): Command {
  const { tree, start, control, exclude, owners } = source;
  const run = script(MANIFEST, tree, control, start, exclude, owners ? "yes" : "no", side, real);
  return { ...run, within: LONG };
}
