import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../schemas/explain/nearest";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });

describe("the nearest name", () => {
  it.each([
    ["alhpa", "alpha"],
    ["Alpha", "alpha"],
    ["bet", "beta"],
    ["gatee", "gate"],
    ["bd", "db"],
  ])("of %s is %s", (typed, name) => {
    expect(nearest(typed, ["alpha", "beta", "gate", "db"])).toBe(name);
  });

  it.each(["omega-7", "x", "", "a".repeat(10_000)])("of %s is none", (typed) => {
    expect(nearest(typed, ["alpha", "beta", "db"])).toBeUndefined();
  });

  it("is the name itself where it is there", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          word.filter((text) => text !== ""),
          { minLength: 1 },
        ),
        (names) => {
          expect(nearest(names[0] ?? "", names)).toBe(names[0]);
        },
      ),
    );
  });
});

describe("the edit distance", () => {
  it("counts an exchange of neighbours as one slip", () => {
    expect(editDistance("alhpa", "alpha")).toBe(1);
    expect(editDistance("kitten", "sitting")).toBe(3);
  });

  it("is nought only for equal words, the same both ways, and no more than the longer word", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
