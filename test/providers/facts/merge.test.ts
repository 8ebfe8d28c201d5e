import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathIn } from "../../../providers/facts/listing";
import { merge } from "../../../providers/facts/merge";
import { name } from "./names";

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
