import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, merge } from "../../../providers/facts/compare";
import { type Entry, parseEntry, pathIn, sameRecord } from "../../../providers/facts/listing";

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
      changed: 0,
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

/** Bytes of any name: no NUL, no two slashes in a row. */
const name = fc
  .string({ unit: "binary" })
  .map((text) => Buffer.from(text.replace(/\0|\/(?=\/)|^\/|\/$/g, "")).toString("latin1"));
const record = (path: string): string => `${path}//f 12 1700000000.5//to//there//1700000001.25`;

async function* batches(records: readonly string[], size: number): AsyncGenerator<readonly string[]> {
  yield [];
  for (let at = 0; at < records.length; at += size) yield records.slice(at, at + size);
}

describe("merging two sorted listings", () => {
  it("pairs every path of either side exactly once, in order, however the records arrive", async () => {
    const tree = fc.uniqueArray(name, { maxLength: 20 }).map((paths) => paths.map(record).sort());
    const size = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(tree, tree, size, async (left, right, at) => {
        const seen: string[] = [];
        await merge(batches(left, at), batches(right, 2), (here, there) => {
          if (here !== undefined && there !== undefined) expect(pathIn(here)).toBe(pathIn(there));
          const either = here ?? there ?? "";
          expect([left.includes(either), right.includes(either)]).toEqual([
            here !== undefined,
            there !== undefined,
          ]);
          seen.push(either);
        });
        expect(seen).toEqual([...new Set([...left, ...right])].sort());
      }),
    );
  });
});

describe("a record of a listing", () => {
  it("is read whatever the name and the link's target hold", () => {
    fc.assert(
      fc.property(name, fc.string({ unit: "binary" }), (path, link) => {
        const text = `${path}//l 12 -1700000000.5//${link}//1700000001.25`;
        expect(parseEntry(text)).toEqual({
          path,
          type: "symlink",
          letter: "l",
          bytes: 12,
          modified: -1700000000.5,
          changed: 1700000001.25,
          link,
        });
        expect(sameRecord(text, `${path}//l 12 -1700000000.5//${link}//99.5`)).toBe(true);
        expect(sameRecord(text, `${path}//l 12 -1700000000.6//${link}//1700000001.25`)).toBe(false);
      }),
    );
  });

  it("is refused when it is none", () => {
    expect(() => parseEntry("find: something else")).toThrow(SyntaxError);
  });
});
