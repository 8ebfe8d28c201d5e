import { describe, expect, it } from "vitest";
import { breaksOf, KINDS, PASSES, sampleOf } from "./breaks";

describe("the breaks of a seed", () => {
  it("are the same ones every time, and others for another seed", () => {
    expect(breaksOf(7, 10)).toEqual(breaksOf(7, 10));
    expect(breaksOf(7, 10)).not.toEqual(breaksOf(8, 10));
  });

  it("are spread over the bytes of each pass: one in each part of it", () => {
    for (const pass of PASSES) {
      const parts = breaksOf(3, 10).filter((each) => each.pass === pass);
      expect(parts.map(({ share }) => Math.floor((share / 0.9) * 10))).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
    }
  });

  it("are of each kind in turn, early and late", () => {
    for (const pass of PASSES) {
      const kinds = breaksOf(3, 9)
        .filter((each) => each.pass === pass)
        .map(({ kind }) => kind);
      expect(new Set(kinds.slice(0, 3))).toEqual(new Set(KINDS));
      expect(kinds.slice(3)).toEqual(kinds.slice(0, 6));
    }
  });

  it("have one of each kind and one in each pass in a sample", () => {
    const sample = sampleOf(1);
    expect(sample.map(({ pass }) => pass)).toEqual(PASSES);
    expect(new Set(sample.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  });
});
