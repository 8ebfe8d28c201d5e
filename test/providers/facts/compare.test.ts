import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../../providers/facts/compare";
import type { Entry } from "../../../providers/facts/listing";

const types = { f: "file", d: "directory", l: "symlink", s: "other" } as const;
const entry = fc
  .record({
    letter: fc.constantFrom("f", "d", "l", "s"),
    bytes: fc.integer({ min: 0, max: 3 }),
    modified: fc.integer({ min: 0, max: 3 }),
    link: fc.constantFrom("", "a", "b"),
  })
  .map(
    ({ letter, ...rest }): Entry => ({
      ...rest,
      letter,
      path: "x",
      type: types[letter as keyof typeof types],
    }),
  );
const maybe = fc.option(entry, { nil: undefined });

const MIRROR: Readonly<Record<string, string>> = {
  missing_target: "extra_target",
  extra_target: "missing_target",
  newer_source: "newer_target",
  newer_target: "newer_source",
};

describe("comparing two sides of one path", () => {
  it("says the mirrored status for mirrored sides", () => {
    fc.assert(
      fc.property(maybe, maybe, (left, right) => {
        const status = compare(left, right);
        expect(compare(right, left)).toBe(MIRROR[status] ?? status);
      }),
    );
  });

  it("calls nothing a match that differs in type, size, time or link", () => {
    fc.assert(
      fc.property(entry, entry, (left, right) => {
        if (compare(left, right) !== "match") return;
        expect(left.type).toBe(right.type);
        expect(left.type === "symlink" ? left.link : [left.bytes, left.modified]).toEqual(
          right.type === "symlink" ? right.link : [right.bytes, right.modified],
        );
      }),
    );
  });
});
