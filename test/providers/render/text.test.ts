import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columns } from "../../../providers/render/columns";
import { layOut, renderText } from "../../../providers/render/text";
import { anyAssessment } from "./arbitrary";
import { ALL, blocked, hostile } from "./plans";

/** What no line may hold: controls, direction overrides, invisible characters, lone surrogates, Pulumi's colours. */
const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|<\{%/u;

describe("a plan as text", () => {
  for (const [name, assessment] of Object.entries(ALL)) {
    it(`reads as reviewed: ${name}`, async () => {
      const text = `${renderText(assessment).join("\n")}\n`;
      await expect(text).toMatchFileSnapshot(`golden/${name}.golden.txt`);
    });
  }

  it("has no line wider than it was made for, whatever the names are", () => {
    fc.assert(
      fc.property(anyAssessment, fc.integer({ min: 40, max: 140 }), (assessment, width) => {
        for (const line of renderText(assessment, { width }))
          expect(columns(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 300 },
    );
  });

  it("lets no character through that a terminal or Pulumi would act on", () => {
    fc.assert(
      fc.property(anyAssessment, fc.integer({ min: 40, max: 140 }), (assessment, width) => {
        for (const line of renderText(assessment, { width })) expect(line).not.toMatch(RAW);
      }),
      { numRuns: 300 },
    );
  });

  it("is 80 columns wide where no width is given, and 40 where less is asked for", () => {
    expect(Math.max(...renderText(hostile).map(columns))).toBe(80);
    expect(Math.max(...renderText(hostile, { width: 10 }).map(columns))).toBe(40);
  });

  it("lists undecided conflicts before decided ones, in red", () => {
    const lines = layOut(blocked);
    const marks = lines.filter((line) => /^ {2}(?:UNDECIDED|skip|overwrite) /.test(line.text));
    expect(marks.map((line) => line.text.trim().split(" ")[0])).toEqual([
      "UNDECIDED",
      "UNDECIDED",
      "UNDECIDED",
      "skip",
      "overwrite",
    ]);
    expect(marks.map((line) => line.tone)).toEqual(["bad", "bad", "bad", undefined, undefined]);
  });

  it("ends with what blocks, so that it is what is seen", () => {
    const text = renderText(blocked);
    expect(text.findLastIndex((line) => /^\S/.test(line))).toBe(text.indexOf("blocked for 2 reasons"));
  });
});
