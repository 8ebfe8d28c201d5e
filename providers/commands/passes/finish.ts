import { type Command, script } from "../../model/command";
import { BLOCKS } from "../blocks";
import { MANIFEST, MANIFEST_WORDS, manifestWords } from "../manifest";
import { LONG } from "../staging";
import { LISTING } from "../tree-list";
import { PREPARE, type Preparation, preparationInput, preparationWords } from "./prepare";
import { RECEIVE } from "./receive";
import { RECORD, SEND, sendWords } from "./send";
import type { Source } from "./source";

/**
 * The last pass in one go, because each command of its own costs a round trip in which nobody is answered: what
 * `prepare` prints goes to standard error as "ferry-found ...", then the stream as `send_pass` writes it, and at the
 * end what `touched` prints, as "ferry-touched ...". Nothing is settled: no pass follows that compares with this one.
 */
const FINISH_SENDING = `${LISTING}${BLOCKS}${PREPARE}${SEND}${MANIFEST}
number=$1 input=$2
shift 2
# What comes after that is said by the receiver.
found=$(head -c "$input" | prepare "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "\${10}" "\${11}" "\${12}") || exit 1
shift 12
echo "ferry-found $found" >&2
case $found in
  *[0-9]" unchanged"*) printf 'ferry2 none 0 nothing %s 0\\n' "$number";;
  *) send_pass "$1" "$2" "$3" "$4" "$5" "$6" || exit;;
esac
shift 6
exec > /dev/null
${MANIFEST_WORDS}
seen=$(touched) || exit 1
echo "ferry-touched $seen" >&2
`;

/**
 * The receiver of that: says what it holds of what arrived, likewise. The program that looks takes its time to start, and
 * is started first: it waits for the paths.
 */
const FINISH_RECEIVING = `${LISTING}${BLOCKS}${RECEIVE}${MANIFEST}
record=$1 final=yes
shift
${MANIFEST_WORDS}
receive() { (receive_pass "$control" "$record"); }
if [ "$delta" = yes ]; then
  cd -- "$control" || exit 1
  look_at
  { receive >&2; echo "$?" > ended; cat "check.$number" 2> /dev/null; } | blocks touched "$control" "$tree" "$side" "$owners" > seen || exit
  ended=$(cat ended)
  [ "$ended" = 0 ] || exit "$ended"
else
  receive || exit
fi
seen=$(touched) || exit 1
echo "ferry-touched $seen" >&2
[ ! -s "$control/seen" ] || to_disk "$(cat "$control/data")"
rm -f -- "$control/seen" "$control/ended"
`;

/** Lists, sends, and looks at what was sent, with the service stopped. */
export function finishSending(source: Source, preparation: Preparation, codec: string): Command {
  const { number } = preparation;
  const words = [
    ...preparationWords(source, preparation, true),
    ...sendWords(source, codec),
    ...manifestWords("source", source, "", number),
  ];
  const stdin = preparationInput(preparation);
  const run = script(FINISH_SENDING, number, Buffer.byteLength(stdin), ...words);
  return { ...run, stdin, within: LONG };
}

/** Receives what `finishSending` sends, and looks at it. `source` is the tree that staging stands for, on the target. */
export const finishReceiving = (source: Source, real: string, number: number): Command => ({
  ...script(FINISH_RECEIVING, RECORD, ...manifestWords("target", source, real, number)),
  within: LONG,
});
