import { type Command, script } from "../model/command";
import type { Transfer } from "../model/mover";

/**
 * Joins two programs by a pipe of the system, on whichever machine runs it. `$1` is the sender as a whole shell
 * line, the other arguments are the receiver. What the sender says comes out on standard output line by line, what
 * the receiver says on standard error; the last line of the output has both exit codes, and that of a stage between. When whoever listens is
 * gone, the next word to them ends the sender, and with it the rest.
 */
const join = ({
  heard,
  between,
  to,
}: Record<"heard" | "between" | "to", string>): string => `send=$1; shift; exec 5>&1
${heard === "" ? "" : MAKE_BACK}
codes=$({ ${heard}{ sh -c "$send" 2>&5 3>&- 5>&-; echo "send $?" >&3; } |${between}
  { "$@" >${to} 3>&- 5>&-; echo "receive $?" >&3; }; } 3>&1)
echo "ferry-ends" $codes`;

/** A stage that passes everything on; Linux's own books tell how much: "ferry-bytes N". */
const COUNTING = `
  { sh -c 'p=$$
    (while sleep 0.3 && read -r _ n < "/proc/$p/io"; do echo "ferry-bytes $n" >&5; done) > /dev/null 2>&1 < /dev/null 3>&- &
    exec cat 3>&- 5>&-'; echo "between $?" >&3; } |`;

/**
 * The way back, where both ends talk: what the receiver writes is what the sender reads, after its own input. Opening a
 * named pipe waits for the other end, so that the name can go once it is open.
 */
const MAKE_BACK = 'back=$(mktemp -d) && mkfifo -m 600 "$back/pipe" || exit 1';
const HEARD = `{ exec 4< "$back/pipe" 3>&- 5>&-; rm -rf -- "$back"; cat 4<&-; exec cat <&4 4<&-; } |
  `;

/** A day; what is under way shows that it is alive by other means. */
const LONG = 24 * 60 * 60_000;

/** `send` is a shell line and `receive` an argument vector of the machine that runs this command. */
export function joined(transfer: Transfer, send: string, receive: readonly string[]): Command {
  const text = join({
    heard: transfer.talks ? HEARD : "",
    between: transfer.progress ? "" : COUNTING,
    to: transfer.talks ? '"$back/pipe"' : "&2",
  });
  const run = script(text, send, ...receive);
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
