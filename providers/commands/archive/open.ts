import type { Command } from "../../model/command";
import type { Places } from "../places";
import { BEGIN_STAGING, beginStaging, type HowToOpen } from "../staging";
import { LINES } from "./lines";
import { SUMS } from "./sums";

const OPEN = String.raw`${BEGIN_STAGING}${LINES}${SUMS}
lines < keep > keep.lines
rm -rf report && mkdir report && cp keep.lines report && cd report || exit 1
: > list
! there "$data/$start" || entries "$data" "$start" "$exclude" "$(date +%s)" 0 "$owners" || exit 1
manifest "$data"
gzip -1 < manifest | base64 | tr -d '\n' && echo || exit 1
cd .. && rm -rf report
`;

/**
 * Makes the staging tree, begun from what the real tree has, or finds the one that is there. `keep` are NUL-ended
 * paths in base64. Prints one line: the manifest of what the staging tree holds, gzip and base64.
 */
export const openArchive = (places: Places, keep: string, how: HowToOpen): Command =>
  beginStaging(OPEN, places, keep, how);
