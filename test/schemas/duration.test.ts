import { describe, expect, it } from "vitest";
import { milliseconds } from "../../schemas/duration";

describe("milliseconds", () => {
  it.each([
    ["0s", 0],
    ["500ms", 500],
    ["90s", 90_000],
    ["5m", 300_000],
    ["2h", 7_200_000],
    ["3d", 259_200_000],
  ])("of %s are %i", (text, expected) => {
    expect(milliseconds(text)).toBe(expected);
  });

  it("stay exact for the longest duration that the schema allows", () => {
    expect(Number.isSafeInteger(milliseconds("9999999d"))).toBe(true);
  });

  it.each(["", "60", "1h30m", "-5s", "1.5d", "5 m", "5w", "99999999s"])("refuse %s", (text) => {
    expect(() => milliseconds(text)).toThrow(RangeError);
  });
});
