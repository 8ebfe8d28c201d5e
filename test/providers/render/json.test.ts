import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeReport, renderJson } from "../../../providers/render/json";
import { report } from "../../../schemas/report";
import { anyAssessment } from "./arbitrary";
import { ALL } from "./plans";

const MADE = new Date("2026-11-21T12:33:07Z");

describe("the report", () => {
  it.each(Object.entries(ALL))("is as its schema says: %s", (_name, assessment) => {
    const written = JSON.parse(renderJson(makeReport("prod", [assessment], MADE)));
    expect(report.safeParse(written).error).toBe(undefined);
  });

  it("gives back what went in, in characters that disturb no terminal", () => {
    fc.assert(
      fc.property(anyAssessment, (assessment) => {
        const made = makeReport("prod", [assessment], MADE);
        const text = renderJson(made);
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(JSON.parse(text)).toEqual(made);
      }),
    );
  });
});
