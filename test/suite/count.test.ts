import { describe, expect, it } from "vitest";
import { Count, tally } from "./count";

const report = (
  passed: number,
  failed: number,
  files: { status: string; assertionResults: { status: string }[] }[] = [],
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
    count.add({ passed: 3, failed: 0, skipped: 0 });
    expect(`${count}`).toBe("3 passed, 0 failed");
    count.add({ passed: 1, failed: 2, skipped: 4 });
    expect(`${count}`).toBe("4 skipped\n4 passed, 2 failed");
  });

  it("takes a report's numbers", () => {
    expect(tally(report(5, 0), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 });
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
