import { describe, expect, it } from "vitest";
import { Count, nothing, tally } from "./count";

const report = (
  passed: number,
  failed: number,
  files: { status: string; assertionResults: { status: string; meta?: object }[] }[] = [],
) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: files,
  });

describe("the count of the test suite", () => {
  it("adds up stages and names what was skipped", () => {
    const count = new Count();
    count.add({ ...nothing, passed: 3 });
    expect(`${count}`).toBe("3 passed, 0 failed");
    count.add({ ...nothing, passed: 1, failed: 2, skipped: 4 });
    expect(`${count}`).toBe("4 skipped\n4 passed, 2 failed");
  });

  it("takes a report's numbers", () => {
    expect(tally(report(5, 0), 0)).toEqual({ passed: 5, failed: 0, skipped: 2, knownBugs: 0 });
  });

  it("says how many of the passed are known bugs, above the last line", () => {
    const count = new Count();
    count.add({ ...nothing, passed: 3, skipped: 1, knownBugs: 2 });
    count.add({ ...nothing, passed: 1, knownBugs: 1 });
    expect(`${count}`.split("\n")).toEqual([
      "1 skipped",
      "known bugs, expected to fail and counted as passed: 3",
      "4 passed, 0 failed",
    ]);
  });

  it("counts a known bug only where its test failed as expected", () => {
    const known = { knownBug: true };
    const assertionResults = [
      { status: "passed", meta: known },
      { status: "passed", meta: {} },
      { status: "failed", meta: known },
      { status: "skipped", meta: known },
      { status: "passed" },
    ];
    expect(tally(report(3, 1, [{ status: "failed", assertionResults }]), 1)).toMatchObject({
      passed: 3,
      failed: 1,
      knownBugs: 1,
    });
  });

  it("counts a file that could not be loaded as a failure", () => {
    const broken = { status: "failed", assertionResults: [] };
    expect(tally(report(5, 0, [broken]), 1).failed).toBe(1);
  });

  it("does not count a file twice whose tests failed", () => {
    const file = { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] };
    expect(tally(report(1, 1, [file]), 1).failed).toBe(1);
  });

  it("counts a run that ended badly without a failed test as a failure", () => {
    expect(tally(report(5, 0), 1).failed).toBe(1);
  });
});
