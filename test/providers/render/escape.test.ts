import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleName, visibleText } from "../../../providers/render/escape";

describe("escaping for people", () => {
  it.each([
    ["plain name.txt", "plain name.txt"],
    ["naïve 写真 🏖", "naïve 写真 🏖"],
    ["a\nb\rc\td", "a\\nb\\rc\\td"],
    ["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
    ["\u009b31m", "\\x9b31m"],
    ["\u007f\u0000", "\\x7f\\x00"],
    ["abc\u202egnp.exe", "abc\\u{202e}gnp.exe"],
    ["zero\u200bwidth", "zero\\u{200b}width"],
    ["no\u00a0break", "no\\xa0break"],
    ["line\u2028separator", "line\\u{2028}separator"],
    ["lone\ud800surrogate", "lone\\u{d800}surrogate"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["<{%reset%}>", "<\\x7b%reset%}>"],
    ["back\\slash", "back\\\\slash"],
    [" ends ", "\\x20ends\\x20"],
    [" ", "\\x20"],
    ["", "."],
  ])("spells %j as %j", (name, shown) => expect(visibleName(name)).toBe(shown));

  it("leaves backslashes and spaces of text as they are", () => {
    expect(visibleText(' write "a\\\\b" ')).toBe(' write "a\\\\b" ');
  });

  it("never lets two names look the same", () => {
    const odd = fc.constantFrom(
      "\\",
      "n",
      "x",
      "1",
      "b",
      " ",
      "\n",
      "\u001b",
      "\u200b",
      "u",
      "{",
      "}",
      "<",
      "%",
      '"',
    );
    const name = fc.string({ unit: odd, minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, name, (one, other) => {
        fc.pre(one !== other);
        expect(visibleName(one)).not.toBe(visibleName(other));
      }),
      {
        numRuns: 2000,
        examples: [
          ["\n", "\\n"],
          ["<{%", "<\\x7b%"],
        ],
      },
    );
  });
});
