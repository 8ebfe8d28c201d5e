import { type Command, script } from "../model/command";

/** Bytes until a connection is as fast as it gets, and those by which its rate is taken. */
const BEFORE = 4 << 20;
const MEASURED = 16 << 20;

/** Writes as many zeros as `timeZeros` reads. */
export const sendZeros = (): Command => script(`head -c ${BEFORE + MEASURED} /dev/zero`);

// Nanoseconds since the epoch have nineteen digits; a date that knows none (busybox) prints fewer, or something else.
const TIMED = `head -c "$1" > /dev/null
began=$(date +%s%N)
head -c "$2" > /dev/null
case $began in *[!0-9]*) exit 0;; esac
[ "\${#began}" -lt 19 ] || echo "ferry-took $(($(date +%s%N) - began))" >&2`;

/** Reads zeros and says how long the most of them took; nothing where the host cannot tell. */
export const timeZeros = (): Command => script(TIMED, BEFORE, MEASURED);

/** Bytes a second, from what `timeZeros` said; undefined where it said nothing of that. */
export function rateIn(lines: readonly string[]): number | undefined {
  const took = Number(lines.map((line) => /^ferry-took (\d+)$/.exec(line)?.[1]).find(Boolean));
  return took > 0 ? MEASURED / (took / 1e9) : undefined;
}
