const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The milliseconds of a duration as the stack file writes it: `milliseconds("90s")` is 90000.
 * Throws a RangeError for anything else, which a validated declaration never holds.
 */
export function milliseconds(duration: string): number {
  const [, digits, unit = ""] = /^([0-9]{1,7})(ms|s|m|h|d)$/.exec(duration) ?? [];
  const factor = UNITS[unit];
  if (digits === undefined || factor === undefined) {
    throw new RangeError(`${JSON.stringify(duration)} is no duration; write 500ms, 90s, 5m, 2h or 3d.`);
  }
  return Number(digits) * factor;
}
