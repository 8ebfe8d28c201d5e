import { describe, expect, it } from "vitest";
import { UNCHANGED } from "../../../providers/engine/decide";
import { reviewedMove } from "../../../providers/engine/facts";
import { type Findings, makePlan } from "../../../providers/engine/plan";
import { conflict, dataset, findings } from "./findings";

const digestOf = (found: Findings): string | undefined =>
  reviewedMove({ action: "move", service: "shop", plan: makePlan(found) })?.digest;

const decided = conflict({ decision: "overwrite", because: "default: overwrite" });

describe("what a reviewer approves", () => {
  it("does not drift with figures: bytes, files, free space, times", () => {
    const drifted = findings({
      datasets: [dataset({ bytes: 99, files: 7, sendBytes: 1, sendFiles: 1, listSeconds: 9 })],
      checks: [{ name: "clock", outcome: "pass", text: "alpha and beta are 3 s apart" }],
    });
    expect(digestOf(drifted)).toBe(digestOf(findings()));
  });

  it("does not drift while the service writes over a copy that Ferry left", () => {
    const written = conflict({ decision: "overwrite", because: UNCHANGED, status: "newer_source" });
    expect(digestOf(findings({ datasets: [dataset({ conflicts: [written] })] }))).toBe(digestOf(findings()));
  });

  it.each<[string, Partial<Findings>]>([
    ["the target", { to: "gamma" }],
    ["the strategy", { strategy: "cold" }],
    ["a conflict", { datasets: [dataset({ conflicts: [decided] })] }],
    ["a failed check", { checks: [{ name: "disk", outcome: "fail", text: "full" }] }],
    ["the route", { routes: [] }],
    ["how an image gets there", { images: [{ name: "shop-web", how: "pull", bytes: 0 }] }],
    ["what is left behind", { left: [] }],
  ])("changes with %s", (_, change) => {
    expect(digestOf(findings(change))).not.toBe(digestOf(findings()));
  });

  it("changes when a file on the target does, although its decision is the same", () => {
    const touched = { ...decided, target: { bytes: 6, modified: 1_769_904_001, type: "file" } } as const;
    const before = digestOf(findings({ datasets: [dataset({ conflicts: [decided] })] }));
    expect(digestOf(findings({ datasets: [dataset({ conflicts: [touched] })] }))).not.toBe(before);
  });

  it("has no undefined anywhere: Pulumi refuses such inputs", () => {
    const facts = reviewedMove({ action: "move", service: "shop", plan: makePlan(findings()) });
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });
});
