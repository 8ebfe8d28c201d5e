import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../../program/setup/repository";
import { run } from "../../program/setup/spawn";
import { tally } from "./count";

const BUGS = `import { knownBug } from ${JSON.stringify(join(repository(), "test/suite/known-bug"))};
knownBug("is still there", async () => { throw new Error("wrong"); });
knownBug("was mended", async () => {});`;

/** Whatever else expects a test to fail, and so hides it among those that passed. */
const HIDDEN = /[.]fails\b|\bfails: true/;

describe("a test that shows a known bug", () => {
  it("is counted as passed while the bug is there, as a known bug, and fails when it is gone", {
    timeout: 60_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "ferry-bugs-"));
    try {
      await writeFile(join(folder, "bugs.test.ts"), BUGS);
      const program = join(repository(), "node_modules/vitest/vitest.mjs");
      const report = join(folder, "report.json");
      const options = ["--root", folder, "--reporter=json", `--outputFile.json=${report}`];
      const { code } = await run([process.execPath, program, "run", ...options]);
      expect(tally(await readFile(report, "utf8"), code)).toEqual({
        passed: 1,
        failed: 1,
        skipped: 0,
        knownBugs: 1,
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("is the only way to expect a failure", async () => {
    const tests = join(repository(), "test");
    const files = (await readdir(tests, { recursive: true })).filter((name) => name.endsWith(".ts"));
    expect(files.length).toBeGreaterThan(100);
    const texts = await Promise.all(files.map((name) => readFile(join(tests, name), "utf8")));
    expect(files.filter((_, index) => HIDDEN.test(texts[index] ?? ""))).toEqual(["suite/known-bug.ts"]);
  });
});
