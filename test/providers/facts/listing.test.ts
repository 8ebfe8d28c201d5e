import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countIn, parseEntry } from "../../../providers/facts/listing";
import { name } from "./names";

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
