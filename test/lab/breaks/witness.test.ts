import { describe, expect, it } from "vitest";
import { type Files, type Found, Stock } from "./witness";

const LARGE = 8 << 20;

/** A file of either host; the same content, times and owner everywhere, unless it is said otherwise. */
const file = (path: string, other: Partial<Found> = {}): Found => ({
  path,
  inode: 1,
  changed: "100",
  modified: "50",
  mode: 0o100644,
  owner: "0:0",
  links: 1,
  size: 1000,
  content: `content of ${path}`,
  pieces: [],
  ...other,
});
const files = (...all: Found[]): Files => new Map(all.map((each) => [each.path, each]));

describe("what is known of a break", () => {
  const source = files(file("a"), file("b", { inode: 2 }));

  it("is quiet about a file that stays as it was", () => {
    const there = files(file("a", { inode: 7 }));
    const stock = new Stock(source, there);
    expect(stock.sentTwice(source, there)).toEqual([]);
    expect(stock.arrived(source).map(({ path }) => path)).toEqual(["a"]);
    expect(stock.rest(source)).toBe(1000);
  });

  it.each([
    ["was made anew", { inode: 8 }],
    ["was written to", { inode: 7, changed: "101" }],
  ])("names a file that had arrived and %s", (_, other) => {
    const stock = new Stock(source, files(file("a", { inode: 7 })));
    expect(stock.sentTwice(source, files(file("a", other)))).toEqual(["a"]);
    expect(stock.sentTwice(source, files())).toEqual(["a"]);
  });

  it.each([
    ["was cut off", { size: 400, content: "half" }],
    ["has no time of its own yet", { modified: "99" }],
    ["is to have another name", { links: 2 }],
  ])("does not take a file for arrived that %s", (_, other) => {
    const stock = new Stock(source, files(file("a", { inode: 7, ...other })));
    expect(stock.arrived(source)).toEqual([]);
    expect(stock.rest(source)).toBe(2000);
  });

  it("lets a file travel again that has changed on the source meanwhile", () => {
    const there = files(file("a", { inode: 7 }));
    const now = files(file("a", { changed: "200", content: "new" }), file("b", { inode: 2 }));
    expect(new Stock(source, there).sentTwice(now, files(file("a", { inode: 9 })))).toEqual([]);
    expect(new Stock(source, there).rest(now)).toBe(2000);
  });

  it("counts the pieces that a large file lacks, and names of one file once", () => {
    const large = file("large", { size: LARGE, pieces: ["1", "2", "3"] });
    const half = file("large", { size: LARGE, content: "half", pieces: ["1", "0"] });
    const here = files(large, file("b", { inode: 2, links: 2 }), file("c", { inode: 2, links: 2 }));
    expect(new Stock(here, files(half)).rest(here)).toBe(2 * 65_536 + 1000);
  });
});
