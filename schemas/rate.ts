/** Bytes a second of one of each unit; decimal, as links and disks are sold. */
const UNITS: Readonly<Record<string, number>> = {
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  kbit: 125,
  Mbit: 125e3,
  Gbit: 125e6,
};

/**
 * The bytes a second of a rate as the stack file writes it: `bytesPerSecond("100Mbit/s")` is 12500000.
 * Throws a RangeError for anything else, which a validated declaration never holds.
 */
export function bytesPerSecond(rate: string): number {
  const [, digits, unit = ""] = /^([1-9][0-9]{0,6})(kB|MB|GB|kbit|Mbit|Gbit)\/s$/.exec(rate) ?? [];
  const factor = UNITS[unit];
  if (digits === undefined || factor === undefined) {
    throw new RangeError(`${JSON.stringify(rate)} is no rate; write 500kB/s, 20MB/s or 100Mbit/s.`);
  }
  return Number(digits) * factor;
}
