import { whyNoLab } from "../lab/available";
import type { Bench } from "./bench";
import { lineOf } from "./figure";
import { endDescendants } from "./process-tree";
import { Teardown } from "./teardown";
import { readWords, type Wanted, type Wish } from "./words";

const teardown = new Teardown();

/**
 * The whole of a bench command: reads its words, measures what was asked for, prints each figure as a JSON line on
 * standard output and all else on standard error, takes everything away again, and sets the exit code.
 */
export function measure(benches: readonly Bench[]): void {
  process.once("SIGINT", () => cutOff(130));
  process.once("SIGTERM", () => cutOff(143));
  main(process.argv.slice(2), benches).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}

async function main(argv: readonly string[], benches: readonly Bench[]): Promise<number> {
  const wish = readWords(argv, benches);
  if ("complaint" in wish) {
    process.stderr.write(`${wish.complaint}\n`);
    return 2;
  }
  const reason = await whyNoLab();
  if (reason !== undefined) {
    process.stderr.write(`The benches need the lab, and this machine cannot hold one: ${reason}.\n`);
    return 1;
  }
  let broken = 0;
  for (const wanted of wish.wanted) {
    if (teardown.cutOff) break;
    if (!(await measured(wanted, wish))) broken += 1;
  }
  return broken === 0 ? 0 : 1;
}

/** One bench that breaks does not keep the others from being measured. */
async function measured({ bench, parts }: Wanted, { runs, scale }: Wish): Promise<boolean> {
  const told = (line: string) => process.stderr.write(`${bench.name}: ${line}\n`);
  const figure = (found: Parameters<typeof lineOf>[0]) => process.stdout.write(`${lineOf(found)}\n`);
  try {
    for (const found of await bench.measure({ runs, parts, scale, teardown, told, figure })) figure(found);
    return true;
  } catch (error) {
    // After Ctrl-C everything fails, which says nothing.
    if (!teardown.cutOff) told(error instanceof Error ? error.message : String(error));
    return false;
  } finally {
    await teardown.run();
  }
}

/** How long the bench that was cut off may take to notice, in milliseconds. */
const PATIENCE = 20_000;

/** Whatever is under way fails when its programs and hosts go; then `main` ends. */
function cutOff(code: number): void {
  process.stderr.write("cut off; taking everything away\n");
  process.on("exit", () => {
    process.exitCode = code;
  });
  setTimeout(() => process.exit(code), PATIENCE).unref();
  endDescendants();
  teardown.end().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}
