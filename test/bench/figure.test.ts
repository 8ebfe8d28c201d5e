import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineOf, median } from "./figure";

const figure = { name: "move (s)", ours: 3, peer: "by hand", theirs: 2, goal: 1.5 };

describe("a figure's line", () => {
  it("has exactly the seven keys, on one line", () => {
    const line = lineOf({ ...figure, peer: "two\nlines" });
    expect(line).not.toContain("\n");
    expect(Object.keys(JSON.parse(line))).toEqual(["name", "ours", "peer", "theirs", "ratio", "goal", "ok"]);
  });

  it("is ok up to the goal and not beyond it, whatever rounding shows", () => {
    expect(JSON.parse(lineOf(figure))).toMatchObject({ ratio: 1.5, ok: true });
    expect(JSON.parse(lineOf({ ...figure, ours: 3.0001 }))).toMatchObject({ ratio: 1.5, ok: false });
  });
});

describe("the median", () => {
  it("is the middle of an odd number, the mean of the two middle ones of an even number", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 9, 2])).toBe(3);
  });

  it("has as many values below as above, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        expect(below).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it("of nothing is refused", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});
