import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { broken, columns, pad, shorten, wrap, wrapProse } from "../../../providers/render/columns";
import { visibleName } from "../../../providers/render/escape";
import { text } from "./arbitrary";

describe("columns", () => {
  it.each([
    ["", 0],
    ["plain", 5],
    ["naïve", 5],
    ["e\u0301", 1],
    ["写真", 4],
    ["ｆｕｌｌ", 8],
    ["한국어", 6],
    ["🏖", 2],
    ["🏖\ufe0f", 2],
    ["❤", 1],
    ["❤\ufe0f", 2],
    ["🚀", 2],
    ["(…)", 3],
  ])("of %j are %d", (each, width) => expect(columns(each)).toBe(width));
});

describe("shortening", () => {
  it("takes the middle away, and leaves most of the end", () => {
    expect(shorten("/srv/shop/uploads/2026/11/summer/photo-0001.jpg", 30)).toMatch(
      /^\/srv\/shop\.\.\..*photo-0001\.jpg$/,
    );
    expect(shorten("short", 5)).toBe("short");
  });

  it("never cuts an escape or a letter with its marks in two, and never takes more room", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (each, width) => {
        const name = visibleName(each);
        const short = shorten(name, width);
        expect(columns(short)).toBeLessThanOrEqual(width);
        // What is left of the backslashes, once whole escapes are taken out, was cut from one.
        const whole = /\\(?:u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|[\\nrt])/g;
        expect(short.replace(whole, "")).not.toContain("\\");
        expect(short.isWellFormed()).toBe(true);
      }),
      {
        numRuns: 1000,
        examples: [
          ["\\xyz".repeat(20), 11],
          ["a\u001b".repeat(40), 12],
        ],
      },
    );
  });
});

describe("wrapping", () => {
  it("breaks at spaces, but not between a figure and its unit", () => {
    expect(wrap("about 3 min 20 s and 18.4 MB", 12)).toEqual(["about 3 min", "20 s and", "18.4 MB"]);
  });

  it("hangs the lines that follow, and keeps the spaces that a line begins with", () => {
    expect(wrap("one two three", 9, "  - ")).toEqual(["  - one", "    two", "    three"]);
    expect(wrapProse("move:\n  conflicts: [a, b]", 16, "-> ", { lineBreaks: true })).toEqual([
      "-> move:",
      "     conflicts:",
      "     [a, b]",
    ]);
  });

  it("loses nothing but line ends", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 60 }), (each, width) => {
        const shown = visibleName(each);
        const lines = wrap(shown, width);
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(shown.replaceAll(" ", ""));
      }),
    );
  });

  it("breaks a word that has no spaces into parts that give it back", () => {
    expect(broken("abcdefgh", 3)).toEqual(["abc", "def", "gh"]);
    expect(broken("写真集", 3)).toEqual(["写", "真", "集"]);
  });
});

describe("padding", () => {
  it("counts columns, not letters", () => expect(pad("写", 4)).toBe("写  "));
});
