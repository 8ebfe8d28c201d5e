export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of those that passed, how many show a known bug: they are expected to fail. */
  readonly knownBugs: number;
}

/** Of a stage in which nothing was tested. */
export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, knownBugs: 0 };

/** The sum of all stages. */
export class Count implements Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  knownBugs = 0;

  add(stage: Tally): void {
    this.passed += stage.passed;
    this.failed += stage.failed;
    this.skipped += stage.skipped;
    this.knownBugs += stage.knownBugs;
  }

  /** The suite's last line, "120 passed, 0 failed", below what it does not say of these figures. */
  toString(): string {
    const skipped = this.skipped > 0 ? `${this.skipped} skipped\n` : "";
    const known =
      this.knownBugs > 0 ? `known bugs, expected to fail and counted as passed: ${this.knownBugs}\n` : "";
    return `${skipped}${known}${this.passed} passed, ${this.failed} failed`;
  }
}

/** What `vitest --reporter=json` writes, as far as it is counted. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { status: string; meta?: { knownBug?: boolean } }[];
  }[];
}

/**
 * Counts a vitest report. A file that could not be loaded, or whose set-up failed, has no failed test of its own
 * and counts as one; so does a run that ended badly without saying which test did.
 */
export function tally(text: string, code: number): Tally {
  const report = JSON.parse(text) as Report;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    knownBugs: report.testResults
      .flatMap((file) => file.assertionResults)
      .filter((test) => test.status === "passed" && test.meta?.knownBug).length,
  };
}
