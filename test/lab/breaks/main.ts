import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { repository } from "../../../program/setup/repository";
import { whyNoLab } from "../available";
import { sweep } from "../claim";

/** So many points of each part. */
const POINTS = 10;

/** `npm run test:breaks`: moves that are broken at random points, too many of them for `npm test`. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: "string" }, points: { type: "string" }, break: { type: "string" } },
  });
  const reason = await whyNoLab();
  if (reason !== undefined) {
    process.stderr.write(`This machine cannot hold a lab: ${reason}.\n`);
    return 1;
  }
  const seed = values.seed ?? String(Math.floor(Math.random() * 1e6));
  const points = values.points ?? String(POINTS);
  process.stdout.write(`seed ${seed}, ${points} points of each part; again: ${again(seed, points)}\n`);
  const words = ["run", "--config", "test/lab/vitest.config.mts", "test/lab/breaks"];
  const env = {
    ...process.env,
    FERRY_SEED: seed,
    FERRY_BREAKS: points,
    ...(values.break === undefined ? {} : { FERRY_BREAK: values.break }),
  };
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...words], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(child, "close")) as [number | null];
  await sweep();
  return code ?? 1;
}

const again = (seed: string, points: string): string =>
  `npm run test:breaks -- --seed ${seed} --points ${points}, one of them with --break NUMBER`;

process.chdir(repository());
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
