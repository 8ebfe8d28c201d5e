import { type Command, script } from "../model/command";
import type { Transfer } from "../model/mover";

/**
 * Joins two programs by a pipe of the system, on whichever machine runs it. `$1` is the sender as a whole shell
 * line, the other arguments are the receiver. What the sender says comes out on standard output line by line, what
 * the receiver says on standard error; the last line of the output has both exit codes, and that of a stage between. When whoever listens is
 * gone, the next word to them ends the sender, and with it the rest.
 */
const JOIN = `send=$1; shift; exec 5>&1
codes=$({ { sh -c "$send" 2>&5 3>&- 5>&-; echo "send $?" >&3; } |
  { "$@" >&2 3>&- 5>&-; echo "receive $?" >&3; }; } 3>&1)
echo "ferry-ends" $codes`;

/** The same with a stage between that passes everything on; Linux's own books tell how much: "ferry-bytes N". */
const JOIN_COUNTING = `send=$1; shift; exec 5>&1
codes=$({ { sh -c "$send" 2>&5 3>&- 5>&-; echo "send $?" >&3; } |
  { sh -c 'p=$$
    (while sleep 0.3 && read -r _ n < "/proc/$p/io"; do echo "ferry-bytes $n" >&5; done) > /dev/null 2>&1 < /dev/null 3>&- &
    exec cat 3>&- 5>&-'; echo "between $?" >&3; } |
  { "$@" >&2 3>&- 5>&-; echo "receive $?" >&3; }; } 3>&1)
echo "ferry-ends" $codes`;

/** A day; what is under way shows that it is alive by other means. */
const LONG = 24 * 60 * 60_000;

/** `send` is a shell line and `receive` an argument vector of the machine that runs this command. */
export function joined(transfer: Transfer, send: string, receive: readonly string[]): Command {
  const run = script(transfer.progress ? JOIN : JOIN_COUNTING, send, ...receive);
  const { stdin } = transfer.send;
  return { ...run, within: LONG, ...(stdin === undefined ? {} : { stdin }) };
}

/** Exit codes of a join; undefined where the line does not tell. */
export interface Ends {
  readonly send: number | undefined;
  readonly receive: number | undefined;
  readonly between: number | undefined;
}

/** The exit codes from the last line of a join; undefined for any other line. */
export function endsIn(line: string): Ends | undefined {
  if (!line.startsWith("ferry-ends")) return undefined;
  const code = (of: string): number | undefined => {
    const found = new RegExp(` ${of} (\\d+)`).exec(line)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  return { send: code("send"), receive: code("receive"), between: code("between") };
}

/** Bytes passed on so far, from a line of the counting stage. */
export function countedBytes(line: string): number | undefined {
  const found = /^ferry-bytes (\d+)$/.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
}
