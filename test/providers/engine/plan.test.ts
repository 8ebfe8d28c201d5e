import { describe, expect, it } from "vitest";
import { makePlan } from "../../../providers/engine/plan";
import { conflict, dataset, findings } from "./findings";

describe("a plan", () => {
  it("of a warm move is the golden one", async () => {
    const text = `${JSON.stringify(makePlan(findings()), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("goldens/warm-move.json");
  });

  it("of a cold move copies after the stop, and nothing before it", async () => {
    const text = `${JSON.stringify(makePlan(findings({ strategy: "cold" })), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("goldens/cold-move.json");
  });

  it("is the same for the same findings", () => {
    expect(makePlan(findings())).toEqual(makePlan(findings()));
  });

  it("names no proxy step for a service without a route", () => {
    const plan = makePlan(findings({ routes: [] }));
    expect(plan.steps.map((step) => step.name)).not.toContain("cutOver");
    expect(plan.downtime.parts.map((part) => part.name)).not.toContain("repoint");
  });

  it("estimates less downtime for a warm move than for a cold one of the same data", () => {
    const large = { datasets: [dataset({ bytes: 8e9, sendBytes: 8e9 })] };
    const warm = makePlan(findings({ ...large, strategy: "warm" }));
    const cold = makePlan(findings({ ...large, strategy: "cold" }));
    expect(warm.downtime.seconds).toBeLessThan(cold.downtime.seconds / 5);
  });

  it("does not count on more than the rate limit", () => {
    const large = { datasets: [dataset({ bytes: 8e9, sendBytes: 8e9 })], strategy: "cold" } as const;
    const restOf = (rate: object) =>
      makePlan(findings({ ...large, ...rate })).downtime.parts.find((part) => part.name === "rest")?.seconds;
    expect(restOf({})).toBe(100);
    expect(restOf({ rate: 20_000_000 })).toBe(400);
    expect(restOf({ rate: 2_000_000_000 })).toBe(100);
  });

  it("adds its parts up to the downtime that it says", () => {
    const { downtime } = makePlan(findings());
    const sum = downtime.parts.reduce((total, part) => total + part.seconds, 0);
    expect(downtime.seconds).toBeCloseTo(sum, 5);
  });

  it("is blocked by an undecided conflict, with the line to write", () => {
    const plan = makePlan(findings({ datasets: [dataset({ undecided: 1, conflicts: [conflict()] })] }));
    expect(plan.blocks).toHaveLength(1);
    expect(plan.blocks[0]?.remedy).toContain(
      'services.shop.move.conflicts: `overwrite: ["uploads/cat.txt"]`',
    );
  });

  it("is blocked by every failed check, with its remedy, and by no warning", () => {
    const checks = [
      { name: "disk", outcome: "fail", text: "full", remedy: "free some" },
      { name: "clock", outcome: "warn", text: "apart", remedy: "synchronise" },
    ] as const;
    expect(makePlan(findings({ checks })).blocks).toEqual([{ reason: "disk: full", remedy: "free some" }]);
  });
});
