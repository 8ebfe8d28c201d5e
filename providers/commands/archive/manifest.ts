import { type Command, script } from "../../model/command";
import { CODEC } from "../codec";
import type { Source } from "../passes";
import { DONE_WITH_SNAPSHOT, FROM_SNAPSHOT } from "../snapshot";
import { LONG } from "../staging";
import { LINES } from "./lines";
import { SUMS } from "./sums";

/** look_at: lists a side, and makes its manifest, in a directory of its own; `finish` goes back out of it. */
export const LOOK = `
look_at() {
tree=$1 control=$2 start=$3 exclude=$4 owners=$5 side=$6 real=$7 codec=$8
mkdir -p -- "$control" && cd -- "$control" || exit 1
same_boot
# Only Ferry writes to a staging tree, and not while it lists it: what is older than this second is clean.
since=$(date +%s)
if [ "$side" = source ]; then since=$(cat since 2>/dev/null || echo 0)
elif [ -e "$(cat data 2>/dev/null)/$start" ]; then tree=$(cat data)
else tree=$real; fi
rm -rf making && mkdir making && : >> keep.lines && cp keep.lines making && cd making || exit 1
entries "$tree" "$start" "$exclude" "$since" "$(date +%s)-$$" "$owners" && manifest "$tree" || exit 1
}
finish() { cd .. && rm -rf making; }
summary() { echo "$(count told) $(total < told) $(sha256sum < manifest | cut -d' ' -f1)"; }
`;

const HEAD = `${LINES}${SUMS}${CODEC}${LOOK}
look_at "$@"
`;

const SHOW = `${HEAD}
summary
finish
`;

const TELL = `${LINES}${SUMS}${CODEC}${LOOK}${DONE_WITH_SNAPSHOT}
tree=$1 control=$2${FROM_SNAPSHOT}
shift
set -- "$tree" "$@"
look_at "$@"
compress "$codec" < manifest || exit
finish
done_with_snapshot "$9"
`;

// All of it is compared after the stop too: what this is for is that the checksums are remembered by then.
const HEAR = `${HEAD}
decompress "$codec" > theirs || exit
finish
`;

type Side = "source" | "target";

/** The words that `look_at` takes. */
export function lookWords(side: Side, source: Source, real: string, codec: string): (string | boolean)[] {
  const { tree, start, control, exclude, owners } = source;
  return [tree, control, start, exclude, owners, side, real, codec];
}

const walk = (text: string, side: Side, source: Source, real: string, codec: string): Command => ({
  ...script(text, ...lookWords(side, source, real, codec), source.snapshot),
  within: LONG,
});

/** Prints entries, bytes and the digest of a side's manifest: the staging tree's, or what it has become at `real`. */
export const showArchived = (side: Side, source: Source, real: string): Command =>
  walk(SHOW, side, source, real, "none");

/** Makes and remembers the source's checksums, and writes its manifest, for `hearArchived`. */
export const tellArchived = (source: Source, codec: string): Command =>
  walk(TELL, "source", source, "", codec);

/** Makes and remembers the target's checksums. */
export const hearArchived = (source: Source, real: string, codec: string): Command =>
  walk(HEAR, "target", source, real, codec);
