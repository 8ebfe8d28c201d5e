import { PassThrough } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { narrator, wrap } from "../../../program/demo/narrate";

describe("the demo's words", () => {
  it("are wrapped without losing or adding any", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^\S{1,30}$/)),
        fc.integer({ min: 30, max: 90 }),
        (words, width) => {
          const lines = wrap(words.join(" "), width);
          expect(lines.join(" ")).toBe(words.join(" "));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it("stay within 80 columns and have no colours where the stream is no terminal", () => {
    const stream = new PassThrough();
    const words = narrator(stream as unknown as NodeJS.WriteStream);
    words.act("An act");
    words.say("word ".repeat(60));
    words.found(true, "found ".repeat(60));
    words.found(false, "not found");
    words.show(["- before", "+ after"]);
    words.command("pulumi preview");
    const text = String(stream.read());
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).not.toContain("\u001b");
    expect(text).toContain("1. An act");
  });
});
