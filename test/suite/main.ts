import { ensurePulumi } from "../../program/setup/pulumi";
import { repository } from "../../program/setup/repository";
import { whyNoLab } from "../lab/available";
import { sweep } from "../lab/claim";
import { Lab } from "../lab/lab";
import { Count } from "./count";
import { check, prepared, vitest } from "./stages";

/** `npm test`: everything this machine allows, what it does not said aloud, and one count at the end. */
async function main(): Promise<void> {
  const began = Date.now();
  const count = new Count();
  count.add(
    await check("type check", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--noEmit"]),
  );
  count.add(await check("lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]));
  // What takes minutes on the first run comes before the suites, whose tests have deadlines.
  count.add(await prepared("the Pulumi CLI", ensurePulumi));
  count.add(await vitest("unit, contract and golden tests", "vitest.config.mts"));
  const reason = await whyNoLab();
  if (reason === undefined) count.add(await lab());
  process.stdout.write(`\n${Math.round((Date.now() - began) / 1000)} s\n`);
  if (reason !== undefined) process.stdout.write(`LEFT OUT: the lab of whole hosts, because ${reason}.\n`);
  process.stdout.write(`${count}\n`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

/** Runs the suites on whole hosts. */
async function lab(): Promise<Count> {
  const count = new Count();
  count.add(await prepared("the lab's Debian tree", Lab.prepare));
  if (count.failed > 0) return count;
  try {
    count.add(await vitest("lab of whole hosts", "test/lab/vitest.config.mts"));
  } finally {
    // Suites take down what they made; this ends what one that was killed has left.
    await sweep();
  }
  return count;
}

process.chdir(repository());
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.stdout.write("0 passed, 1 failed\n");
  process.exitCode = 1;
});
