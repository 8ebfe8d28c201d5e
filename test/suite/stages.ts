import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nothing, type Tally, tally } from "./count";

/** A stage that is one check: the program's exit code decides. */
export async function check(title: string, argv: readonly string[]): Promise<Tally> {
  heading(title);
  const passed = (await inherit(argv)) === 0;
  if (passed) process.stdout.write("passed\n");
  return passed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 };
}

/** Gets something that later stages need; counts only when that fails. */
export async function prepared(what: string, get: () => Promise<unknown>): Promise<Tally> {
  try {
    await get();
    return nothing;
  } catch (error) {
    heading(what);
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}
`);
    return { ...nothing, failed: 1 };
  }
}

/** A stage of many tests. */
export async function vitest(title: string, config: string): Promise<Tally> {
  heading(title);
  const directory = await mkdtemp(join(tmpdir(), "ferry-suite-"));
  const report = join(directory, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await inherit(["node_modules/vitest/vitest.mjs", "run", "--config", config, ...reporters]);
    const text = await readFile(report, "utf8").catch(() => undefined);
    return text === undefined ? { ...nothing, failed: 1 } : tally(text, code);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function heading(title: string): void {
  process.stdout.write(`\n=== ${title}\n`);
}

function inherit(argv: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
