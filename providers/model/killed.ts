/**
 * What a shell says of a program that was killed by SIGHUP, SIGINT, SIGKILL or SIGTERM (128 and the signal's number): no
 * memory was left, or somebody ended it, so that the same may work another time. SIGPIPE is only what follows from
 * another program's end.
 */
export const KILLED_CODES: readonly number[] = [129, 130, 137, 143];
