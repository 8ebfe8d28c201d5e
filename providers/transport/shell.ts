import type { Command } from "../model/command";

/** Words that every shell reads as themselves. A leading `=` or `~` would be expanded by zsh and sh. */
const PLAIN = /^[A-Za-z0-9_/.,:@%+-][A-Za-z0-9_/.,:=@%+-]*$/;

/**
 * One word for a shell's command line. The login shell of a user may be something else than a POSIX shell, so
 * quotes and backslashes stand in double quotes of their own: that reads the same in sh, bash, zsh and fish.
 * Throws for a NUL, which no program can be given.
 */
export function quote(word: string): string {
  if (word.includes("\0"))
    throw new TypeError("An argument holds a NUL character, which no program can be given.");
  if (PLAIN.test(word)) return word;
  return `'${word.replace(/['\\]/g, (odd) => (odd === "'" ? `'"'"'` : `'"\\\\"'`))}'`;
}

/** Changes directory first. A relative `cd` cannot be meant: `cwd` is absolute. */
const IN_DIRECTORY = 'cd -- "$1" && shift && exec "$@"';

/**
 * The argument vector that does what a command says: environment and directory become programs of their own
 * (`env`, `sh`), so that both also hold behind `become`, where the user may not enter the directory.
 */
export function words(
  command: Pick<Command, "argv" | "cwd" | "env">,
  become: readonly string[] = [],
): string[] {
  const env = Object.entries(command.env ?? {}).map(([key, value]) => `${key}=${value}`);
  const inEnv = env.length > 0 ? ["env", ...env, ...command.argv] : command.argv;
  const inDirectory = command.cwd ? ["sh", "-c", IN_DIRECTORY, "ferry", command.cwd, ...inEnv] : inEnv;
  return [...become, ...inDirectory];
}

/** The command as one line for a shell: the only place where an argument vector becomes shell code. */
export function shellLine(
  command: Pick<Command, "argv" | "cwd" | "env">,
  become: readonly string[] = [],
): string {
  return words(command, become).map(quote).join(" ");
}
