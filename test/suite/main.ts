import { repository } from "../../program/setup/repository";
import { whyNoLab } from "../lab/available";
import { sweep } from "../lab/claim";
import { Count } from "./count";
import { check, vitest } from "./stages";

/** `npm test`: everything this machine allows, what it does not said aloud, and one count at the end. */
async function main(): Promise<void> {
  const began = Date.now();
  const count = new Count();
  count.add(
    await check("type check", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--noEmit"]),
  );
  count.add(await check("lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]));
  count.add(await vitest("unit, contract and golden tests", "vitest.config.mts"));
  const left = await lab(count);
  process.stdout.write(`\n${Math.round((Date.now() - began) / 1000)} s\n`);
  if (left !== undefined) process.stdout.write(`LEFT OUT: the lab of whole hosts, because ${left}.\n`);
  process.stdout.write(`${count}\n`);
  process.exitCode = count.failed > 0 ? 1 : 0;
}

/** Runs the suites on whole hosts; gives the reason where this machine cannot. */
async function lab(count: Count): Promise<string | undefined> {
  const reason = await whyNoLab();
  if (reason !== undefined) return reason;
  try {
    count.add(await vitest("lab of whole hosts", "test/lab/vitest.config.mts"));
  } finally {
    // Suites take down what they made; this ends what one that was killed has left.
    await sweep();
  }
  return undefined;
}

process.chdir(repository());
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.stdout.write("0 passed, 1 failed\n");
  process.exitCode = 1;
});
