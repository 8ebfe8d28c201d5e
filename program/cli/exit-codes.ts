/** What `ferry` exits with. Scripts rely on them: a number keeps its meaning. */
export const EXIT = {
  fine: 0,
  unexpected: 1,
  usage: 2,
  blocked: 3,
  unreachable: 4,
  missing: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For `--help` and the documentation, in order. */
export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.fine, "all is well"],
  [EXIT.unexpected, "an error that Ferry does not know"],
  [EXIT.usage, "wrong usage, or the stack file is missing or has mistakes"],
  [EXIT.blocked, "a plan is blocked: an undecided conflict, a failed check; or no move to stop"],
  [EXIT.unreachable, "a host cannot be reached, or does not let Ferry in"],
  [EXIT.missing, "something is missing on this machine or a host (doctor says what)"],
];
