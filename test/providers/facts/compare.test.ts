import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, merge } from "../../../providers/facts/compare";
import { countIn, type Entry, parseEntry, pathIn } from "../../../providers/facts/listing";

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

/** Bytes of any name: no NUL, no two slashes in a row. */
const name = fc
  .string({ unit: "binary" })
  .map((text) => Buffer.from(text.replace(/\0|\/(?=\/)|^\/|\/$/g, "")).toString("latin1"));
const record = (path: string, size = 12): string => `${path}//f ${size} 1700000000.5//to//there`;

/** As chunks of a stream: whole records, so many at a time. */
async function* chunks(records: readonly string[], size: number): AsyncGenerator<Buffer> {
  yield Buffer.alloc(0);
  for (let at = 0; at < records.length; at += size)
    yield Buffer.from(
      records
        .slice(at, at + size)
        .map((each) => `${each}\0`)
        .join(""),
      "latin1",
    );
}

describe("merging two sorted listings", () => {
  it("meets every path of either side exactly once, in order, however the records arrive", async () => {
    // Few names and few sizes, so that long runs are the same, and some of one path differ.
    const tree = fc
      .uniqueArray(
        fc.tuple(
          fc.oneof(name, fc.integer({ max: 300, min: 0 }).map(String)),
          fc.integer({ min: 1, max: 8 }),
        ),
        {
          maxLength: 200,
          selector: ([path]) => path,
        },
      )
      .map((entries) => entries.map(([path, size]) => record(path, Math.max(7, size))).sort());
    const size = fc.integer({ min: 1, max: 90 });
    await fc.assert(
      fc.asyncProperty(tree, tree, size, size, async (left, right, one, other) => {
        const seen: string[] = [];
        const note = (either: string, here: boolean, there: boolean) => {
          expect([left.includes(either), right.includes(either)]).toEqual([here, there]);
          seen.push(pathIn(either));
        };
        await merge(chunks(left, one), chunks(right, other), {
          same: (records) => {
            expect(records.at(-1)).toBe(0);
            for (const each of records.toString("latin1").split("\0").slice(0, -1)) note(each, true, true);
          },
          differ: (here, there) => {
            expect(here).not.toBe(there);
            if (here === undefined || there === undefined)
              note(here ?? there ?? "", here !== undefined, there !== undefined);
            else {
              expect(pathIn(here)).toBe(pathIn(there));
              expect([left.includes(here), right.includes(there)]).toEqual([true, true]);
              seen.push(pathIn(here));
            }
            return seen.length % 3 === 0 ? Promise.resolve() : undefined;
          },
        });
        expect(seen).toEqual([...new Set([...left, ...right].map(pathIn))].sort());
      }),
      { numRuns: 300 },
    );
  });
});

describe("counting records", () => {
  it("adds up files and links, leaves directories out, and hands on what else there is", () => {
    const text = [
      "a//f 12 1.5//",
      "b//d 0 0//",
      "c//l 3 1.5//a//b",
      "d/e//f 4294967296 -1.5//",
      "p//p 0 1.5//",
    ];
    const long = `${"x/".repeat(2047)}//f 1 1.5//`;
    const others: string[] = [];
    const records = Buffer.from([...text, long].map((each) => `${each}\0`).join(""));
    expect(countIn(records, (each) => others.push(each))).toEqual({ files: 3, bytes: 4294967311 });
    expect(others).toEqual(["p//p 0 1.5//", long]);
    expect(countIn(Buffer.alloc(0), () => undefined)).toEqual({ files: 0, bytes: 0 });
  });
});

describe("a record of a listing", () => {
  it("is read whatever the name and the link's target hold", () => {
    fc.assert(
      fc.property(name, fc.string({ unit: "binary" }), (path, link) => {
        const text = `${path}//l 12 -1700000000.5//${link}`;
        expect(parseEntry(text)).toEqual({
          path,
          type: "symlink",
          letter: "l",
          bytes: 12,
          modified: -1700000000.5,
          link,
        });
      }),
    );
  });

  it("is refused when it is none", () => {
    expect(() => parseEntry("find: something else")).toThrow(SyntaxError);
  });
});
