import { type Command, script } from "../../model/command";
import { DONE_WITH_SNAPSHOT } from "../snapshot";

const SETTLE = `cd -- "$1" || exit 1
if [ -d blocks/sent ]; then mkdir -p blocks/have && find blocks/sent -type f -exec mv -f -t blocks/have -- {} + || exit 1; fi
[ ! -e kinds ] || { mv -f list settled && rm -rf kinds attempted base.meta base.sums delete send send.[0-9] meta linked large.list blocks/now; }`;

/** What was prepared has arrived. */
export const settlePass = (control: string): Command => script(SETTLE, control);

const FORGET = `${DONE_WITH_SNAPSHOT}control=$1
done_with_snapshot "$2" || exit 1
rm -rf -- "$1"; rmdir -- "$(dirname -- "$1")" 2>/dev/null; exit 0`;

/** Removes the notes of all passes, and what they may have left beside the dataset. */
export const forgetPasses = (control: string, snapshot: string): Command => ({
  ...script(FORGET, control, snapshot),
  within: 10 * 60_000,
});
