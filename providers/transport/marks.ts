/**
 * ssh exits with 255 when the connection fails, and also when the command exits with 255; and it waits for as
 * long as a daemon that the command left behind holds its output. So the remote side says on standard error
 * when a command begins (with its process group, to end it by) and how it ended, and on standard output where
 * that ends. `$1` is a word nobody else writes; the command follows. The subshell keeps builtins away.
 */
export const MARKED =
  'n=$1; shift; printf "%s begin %s\\n" "$n" "$$" >&2; ( exec "$@" ); c=$?; printf "%s end\\n" "$n"; printf "\\n%s end %s\\n" "$n" "$c" >&2; exit "$c"';

/** Longer than any mark, so that one split between chunks is found. */
const LONGEST_MARK = 120;

/** Reads standard error of a marked command as it arrives. */
export class Marks {
  private readonly chunks: Buffer[] = [];
  private readonly begin: RegExp;
  private readonly end: RegExp;
  private recent = "\n";
  /** The command's process group on the host; undefined while it has not begun. */
  group: number | undefined;
  /** The command's exit code, once the host has reported it. */
  code: number | undefined;

  constructor(nonce: string) {
    this.begin = new RegExp(`${nonce} begin (\\d+)\\n`);
    this.end = new RegExp(`\\n${nonce} end (\\d+)\\n`);
  }

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.recent = this.recent.slice(-LONGEST_MARK) + chunk.toString("latin1");
    this.group ??= numberIn(this.begin, this.recent);
    this.code ??= numberIn(this.end, this.recent);
  }

  /** What the command itself wrote, without what ssh and the login shell put around it. */
  stderr(): string {
    const text = Buffer.concat(this.chunks).toString();
    const begin = this.begin.exec(text);
    return (begin ? text.slice(begin.index + begin[0].length) : text).replace(this.end, "");
  }
}

function numberIn(mark: RegExp, text: string): number | undefined {
  const found = mark.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Takes the mark out of standard output; what comes after it is not the command's. */
export class MarkedOutput {
  private readonly mark: Buffer;
  private held: Buffer = Buffer.alloc(0);
  /** True once everything that the command wrote has been passed on. */
  whole = false;

  constructor(nonce: string) {
    this.mark = Buffer.from(`${nonce} end\n`);
  }

  /** The part of the command's own output that can be passed on now: all but a possible beginning of the mark. */
  pass(chunk: Buffer): Buffer {
    if (this.whole) return Buffer.alloc(0);
    const data = this.held.length > 0 ? Buffer.concat([this.held, chunk]) : chunk;
    const at = data.indexOf(this.mark);
    this.whole = at !== -1;
    const until = this.whole ? at : data.length - this.markBegunAtEndOf(data);
    this.held = this.whole ? Buffer.alloc(0) : data.subarray(until);
    return data.subarray(0, until);
  }

  private markBegunAtEndOf(data: Buffer): number {
    for (let length = Math.min(this.mark.length - 1, data.length); length > 0; length--) {
      if (data.subarray(-length).equals(this.mark.subarray(0, length))) return length;
    }
    return 0;
  }
}
