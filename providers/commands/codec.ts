/** Shell functions that compress and decompress with a codec of `Means`, from standard input to standard output. */
export const CODEC = `
compress() { case $1 in zstd) zstd -1 -q -c;; gzip) gzip -1 -c;; none) cat;; *) exit 1;; esac; }
decompress() { case $1 in zstd) zstd -d -q -c;; gzip) gzip -d -c;; none) cat;; *) exit 1;; esac; }
`;

/**
 * A shell function: `killed_among CODE...` exits with the code of a program that was killed (128 and the number of SIGHUP,
 * SIGINT, SIGKILL or SIGTERM), where one was: no memory was left, or somebody ended it, so that the same may work another
 * time. SIGPIPE is only what follows from another program's end.
 */
export const KILLED = `
killed_among() { for code; do case $code in 129 | 130 | 137 | 143) exit "$code";; esac; done; }
`;
