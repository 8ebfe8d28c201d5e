import { type Command, script } from "../../model/command";
import { CODEC } from "../codec";
import type { Source } from "../passes";
import { type Preparation, preparationInput } from "../passes/prepare";
import { LONG } from "../staging";
import { LINES } from "./lines";
import { LOOK, lookWords } from "./manifest";
import { PREPARE, prepareWords } from "./prepare";
import { RECEIVE } from "./receive";
import { SEND } from "./send";
import { SUMS } from "./sums";

/**
 * The last pass in one go: what `prepare` prints goes to standard error as "ferry-found ...", then the stream, and at
 * the end the summary of all that the side holds, as "ferry-touched ...".
 */
const FINISH_SENDING = `${LINES}${SUMS}${CODEC}${PREPARE}${SEND}${LOOK}
found=$(prepare "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8") || exit 1
echo "ferry-found $found" >&2
case $found in *[0-9]" unchanged"*) (cd -- "$3" && for part in delete directories links mended send; do : > "$part"; done);; esac || exit 1
shift 8
send "$1" "$2" "$3" || exit
shift 3
exec > /dev/null
look_at "$@"
echo "ferry-touched $(summary)" >&2
finish
`;

const FINISH_RECEIVING = `${LINES}${SUMS}${CODEC}${RECEIVE}${LOOK}
receive "$1" || exit
shift
look_at "$@"
echo "ferry-touched $(summary)" >&2
finish
`;

/** Lists, sends, and makes the source's manifest, with the service stopped. */
export function finishArchive(source: Source, preparation: Preparation, codec: string): Command {
  const { tree, control } = source;
  const words = [...prepareWords(source, preparation.number, true), tree, control, codec];
  const run = script(FINISH_SENDING, ...words, ...lookWords("source", source, "", codec));
  return { ...run, stdin: preparationInput(preparation), within: LONG };
}

/** Receives what `finishArchive` sends, and makes the target's manifest. */
export const finishArchived = (source: Source, real: string, codec: string): Command => ({
  ...script(FINISH_RECEIVING, source.control, ...lookWords("target", source, real, codec)),
  within: LONG,
});
