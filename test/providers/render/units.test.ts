import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countOf,
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  formatIso,
  formatTime,
} from "../../../providers/render/units";

describe("bytes", () => {
  it.each([
    [0, "0 B"],
    [-5, "0 B"],
    [1, "1 B"],
    [999, "999 B"],
    [999.6, "1.0 kB"],
    [1000, "1.0 kB"],
    [18_400_000, "18.4 MB"],
    [99_949_999, "99.9 MB"],
    [99_950_000, "100 MB"],
    [410_000_000, "410 MB"],
    [999_499_999, "999 MB"],
    [999_500_000, "1.0 GB"],
    [1e21, "1000 EB"],
    [Number.NaN, "unknown size"],
  ])("%d reads %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("are off by less than 5 in a hundred, and never read as 1000 of a unit that has a larger one", () => {
    const units = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15, EB: 1e18 } as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const [value = "", unit = "B"] = formatBytes(bytes).split(" ");
        const read = Number(value) * units[unit as keyof typeof units];
        expect(Math.abs(read - bytes) / bytes).toBeLessThan(0.051);
        expect(Number(value)).toBeLessThan(1000);
      }),
    );
  });
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [-1, "0 s"],
    [0.0001, "1 ms"],
    [0.04, "40 ms"],
    [0.0994, "99 ms"],
    [0.0996, "0.1 s"],
    [1.2, "1.2 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [200, "3 min 20 s"],
    [3599.4, "59 min 59 s"],
    [3599.6, "1 h"],
    [7500, "2 h 5 min"],
    [86_399, "1 d"],
    [273_600, "3 d 4 h"],
    [Number.POSITIVE_INFINITY, "unknown time"],
  ])("%d reads %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it("never read as 60 of a unit that has a larger one", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (seconds) => {
        expect(formatDuration(seconds)).not.toMatch(/\b60 (?:s|min)|\b24 h/);
      }),
    );
  });
});

describe("counts", () => {
  it("have separators, and words that agree", () => {
    expect(formatCount(0)).toBe("0");
    expect(formatCount(999)).toBe("999");
    expect(formatCount(1204)).toBe("1,204");
    expect(formatCount(1_000_000)).toBe("1,000,000");
    expect(countOf(1, "file")).toBe("1 file");
    expect(countOf(2, "entry", "entries")).toBe("2 entries");
  });
});

describe("times", () => {
  const moment = Date.UTC(2026, 10, 21, 12, 33, 7) / 1000 + 0.25;

  it("are UTC, to the minute, the second or the millisecond", () => {
    expect(formatTime(moment)).toBe("2026-11-21 12:33 UTC");
    expect(formatInstant(moment)).toBe("2026-11-21 12:33:07 UTC");
    expect(formatInstant(moment, true)).toBe("2026-11-21 12:33:07.250 UTC");
    expect(formatIso("2026-11-21T13:33:07+01:00")).toBe("2026-11-21 12:33 UTC");
  });

  it("that no calendar has are said to be unknown", () => {
    expect(formatTime(1e20)).toBe("unknown time");
    expect(formatIso("yesterday")).toBe("yesterday");
  });
});
