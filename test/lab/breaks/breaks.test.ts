import { describe, expect, it } from "vitest";
import { type Break, breaksOf, KINDS, PARTS, type Part, sampleOf } from "./breaks";

const of = (part: Part, breaks: readonly Break[]): Break[] =>
  breaks.filter(({ pass, streams }) => pass === part.pass && streams === part.streams);

describe("the breaks of a seed", () => {
  it("are the same ones every time, and others for another seed", () => {
    expect(breaksOf(7, 10)).toEqual(breaksOf(7, 10));
    expect(breaksOf(7, 10)).not.toEqual(breaksOf(8, 10));
  });

  it("are spread over the bytes of each part: one in each tenth of them", () => {
    for (const part of PARTS) {
      const tenths = of(part, breaksOf(3, 10)).map(({ share }) => Math.floor((share / 0.9) * 10));
      expect(tenths).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it("are of each kind in turn, early and late", () => {
    for (const part of PARTS) {
      const kinds = of(part, breaksOf(3, 9)).map(({ kind }) => kind);
      expect(new Set(kinds.slice(0, 3))).toEqual(new Set(KINDS));
      expect(kinds.slice(3)).toEqual(kinds.slice(0, 6));
    }
  });

  it("have one of each kind and one in each part in a sample", () => {
    const sample = sampleOf(1);
    expect(sample.map(({ pass, streams }) => ({ pass, streams }))).toEqual(PARTS);
    expect(new Set(sample.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });
});
