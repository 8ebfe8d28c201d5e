import type { Command, Result } from "./command";

/** A question put to one host: the command that asks it, and the pure parser of what it prints. */
export interface Fact<T> {
  readonly ask: Command;
  /** Throws when the output is not what the tool prints, with the reason. */
  readonly parse: (result: Result) => T;
  /** True where many services share the answer (`docker ps`), so that one look serves them all. */
  readonly shared?: boolean;
}

/**
 * Work on one host, described step by step without touching it: a generator that yields facts and
 * receives what they parsed to. Whoever holds a transport performs it; a test feeds it fixtures.
 */
export type Procedure<T> = Generator<Fact<unknown> | Together, T, unknown>;

/** Pieces of work on one host that do not wait for each other. */
export interface Together {
  readonly together: readonly Procedure<unknown>[];
}

export const isTogether = (asked: Fact<unknown> | Together): asked is Together => "together" in asked;

/** Does several pieces of work side by side: `const [a, b] = yield* together(first(), second())`. */
export function* together<T extends readonly unknown[]>(
  ...parts: { readonly [K in keyof T]: Procedure<T[K]> }
): Procedure<T> {
  return (yield { together: parts as readonly Procedure<unknown>[] }) as T;
}

/** Asks one fact inside a procedure: `const ps = yield* ask(containers())`. */
export function* ask<T>(fact: Fact<T>): Procedure<T> {
  return (yield fact as Fact<unknown>) as T;
}

/** A command whose only answer is that it succeeded; a non-zero code throws `CommandFailed`. */
export function act(run: Command): Fact<void> {
  return {
    ask: run,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(run, result);
    },
  };
}

/** A command that exited non-zero; the host and the step are added by whoever performed it. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  constructor(
    readonly command: Command,
    readonly result: Result,
    readonly host?: string,
  ) {
    const said = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-4).join("; ");
    const where = host === undefined ? "" : `${host}: `;
    super(`${where}\`${title(command)}\` exited with ${result.code}${said ? `: ${said}` : ""}`);
  }
}

/** The short name of a command for messages: never its standard input, never a script's text. */
export function title(run: Command): string {
  const [first = "", second = "", ...rest] = run.argv;
  const words = first === "sh" && second === "-c" ? ["sh", ...rest.slice(2)] : [...run.argv];
  const text = words.join(" ").replace(/\s+/g, " ");
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
