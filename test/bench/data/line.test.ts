import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extrapolated } from "./line";

describe("an extrapolation from a few sizes", () => {
  it("is exact where the points lie on a line", () => {
    const numbers = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(numbers, numbers, (base, slope) => {
        const points = [250, 500, 1000].map((size) => ({ size, value: base + slope * size }));
        expect(extrapolated(points, 10_000)).toBeCloseTo(base + slope * 10_000, 3);
      }),
    );
  });

  it("lies between points that are scattered", () => {
    const points = [
      { size: 1, value: 0 },
      { size: 1, value: 2 },
      { size: 3, value: 4 },
    ];
    expect(extrapolated(points, 2)).toBeCloseTo(2.5);
  });

  it("needs two sizes", () => {
    expect(() => extrapolated([{ size: 5, value: 1 }], 10)).toThrow(RangeError);
  });
});
