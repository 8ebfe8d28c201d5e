/**
 * One command for one host: an argument vector, never a shell string. A command that needs a shell
 * is a constant script with positional parameters (see `script`), so no value is ever pasted into code.
 */
export interface Command {
  readonly argv: readonly string[];
  /** Secrets travel here, never in argv; it is not logged. */
  readonly stdin?: string;
  readonly cwd?: string;
  /** Not for secrets: it is visible in the host's process list. */
  readonly env?: Readonly<Record<string, string>>;
  /** Deadline in milliseconds; the transport's default (60 s) where absent. */
  readonly within?: number;
}

/** An argument of a script. */
export type Word = string | number | boolean;

/** What a finished command left behind. A code other than 0 is data: the parser decides what it means. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command of plain arguments. */
export function command(...argv: string[]): Command {
  return { argv };
}

/**
 * A POSIX sh script with positional parameters: `$1`, `$2`… are the arguments, `$0` is "ferry"; true and false
 * become "yes" and "no". The text must be a constant; values only ever travel as arguments.
 */
export function script(text: string, ...args: Word[]): Command {
  return { argv: ["sh", "-c", text, "ferry", ...args.map(word)] };
}

const word = (value: Word): string => (typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
