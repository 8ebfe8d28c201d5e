import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, merge } from "../../../providers/facts/compare";
import { type Entry, parseEntry } from "../../../providers/facts/listing";

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

const file = (path: string): Entry => ({
  path,
  letter: "f",
  type: "file",
  bytes: 0,
  modified: 0,
  changed: 0,
  link: "",
});
async function* stream(paths: readonly string[]): AsyncGenerator<Entry> {
  yield* paths.map(file);
}

describe("merging two sorted listings", () => {
  it("pairs every path of either side exactly once, in order", async () => {
    const paths = fc.uniqueArray(fc.string(), { maxLength: 20 }).map((list) => list.sort());
    await fc.assert(
      fc.asyncProperty(paths, paths, async (left, right) => {
        const seen: string[] = [];
        for await (const [a, b] of merge(stream(left), stream(right))) {
          if (a && b) expect(a.path).toBe(b.path);
          const path = (a ?? b)?.path ?? "";
          expect([left.includes(path), right.includes(path)]).toEqual([a !== undefined, b !== undefined]);
          seen.push(path);
        }
        expect(seen).toEqual([...new Set([...left, ...right])].sort());
      }),
    );
  });
});

describe("a record of a listing", () => {
  it("is read whatever the name holds", () => {
    fc.assert(
      fc.property(
        fc.string().filter((name) => !name.includes("\0")),
        (name) => {
          const record = [name, "f", "12", "1700000000.5", "1700000001.25", ""].join("\u0001");
          expect(parseEntry(record)).toMatchObject({
            path: name,
            type: "file",
            bytes: 12,
            modified: 1700000000.5,
          });
        },
      ),
    );
  });

  it("is refused when it is none", () => {
    expect(() => parseEntry("find: something else")).toThrow(SyntaxError);
  });
});
