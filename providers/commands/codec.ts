/** Shell functions that compress and decompress with a codec of `Means`, from standard input to standard output. */
export const CODEC = `
compress() { case $1 in zstd) zstd -1 -q -c;; gzip) gzip -1 -c;; none) cat;; *) exit 1;; esac; }
decompress() { case $1 in zstd) zstd -d -q -c;; gzip) gzip -d -c;; none) cat;; *) exit 1;; esac; }
`;
