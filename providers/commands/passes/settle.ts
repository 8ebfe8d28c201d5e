import { type Command, script } from "../../model/command";

const SETTLE = `cd -- "$1" || exit 1
if [ -d blocks/sent ]; then mkdir -p blocks/have && find blocks/sent -type f -exec mv -f -t blocks/have -- {} + || exit 1; fi
[ ! -e kinds ] || { mv -f list settled && rm -rf kinds attempted base.meta base.sums delete send meta linked large.list blocks/now; }`;

/** What was prepared has arrived. */
export const settlePass = (control: string): Command => script(SETTLE, control);

const FORGET = `rm -rf -- "$1"; rmdir -- "$(dirname -- "$1")" 2>/dev/null; exit 0`;

/** Removes the notes of all passes. */
export const forgetPasses = (control: string): Command => script(FORGET, control);
