import { ensurePulumi } from "../../program/setup/pulumi";
import { repository } from "../../program/setup/repository";
import { whyNoLab } from "../lab/available";
import { sweep } from "../lab/claim";
import { Lab } from "../lab/lab";
import { Count, type Tally } from "./count";
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
  // Contract tests use the lab's Compose and nginx too.
  const reason = await whyNoLab();
  const tree = reason === undefined ? await prepared("the lab's Debian tree", Lab.prepare) : undefined;
  if (tree) count.add(tree);
  count.add(await vitest("unit, contract and golden tests", "vitest.config.mts"));
  if (tree?.failed === 0) count.add(await lab());
  process.stdout.write(`\n${Math.round((Date.now() - began) / 1000)} s\n`);
  if (reason !== undefined) process.stdout.write(`LEFT OUT: the lab of whole hosts, because ${reason}.\n`);
  process.stdout.write(`${count}\n`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

/** Runs the suites on whole hosts. */
async function lab(): Promise<Tally> {
  try {
    return await vitest("lab of whole hosts", "test/lab/vitest.config.mts");
  } finally {
    // Suites take down what they made; this ends what one that was killed has left.
    await sweep();
  }
}

process.chdir(repository());
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.stdout.write("0 passed, 1 failed\n");
  process.exitCode = 1;
});
