import { afterAll, beforeAll, expect, it } from "vitest";
import { decider } from "../../../providers/engine/decide";
import { scanDataset } from "../../../providers/engine/scan";
import { type MoverBench, on, quiet, TreeMove } from "../../contract/mover/bench";
import { places } from "../../contract/mover/steps";
import { localFiles } from "./local-files";

/** As many as a cache or a mail box has; `FERRY_MANY` for more by hand. */
const MANY = Number(process.env.FERRY_MANY ?? 50_000);

let bench: MoverBench;
beforeAll(async () => {
  bench = await localFiles();
});
afterAll(() => bench.close(), 120_000);

it(
  `${MANY} files in one directory are looked at, sent, proven and left out of the next pass`,
  async () => {
    const { source, target } = bench;
    const [from, to] = places(bench, "many");
    await on(source, from, `seq ${MANY} | xargs -n 5000 touch -d 2001-01-01`);
    const at = (path: string) => ({ id: "directory", type: "directory", path }) as const;
    const decide = decider({ default: "stop", overwrite: [], skip: [] });
    expect(await scanDataset(source, target, at(from), at(to), { exclude: [], decide })).toMatchObject({
      sendFiles: MANY,
    });
    await quiet();
    const move = new TreeMove(bench, from, to);
    await move.open();
    expect((await move.pass()).files).toBe(MANY + 1);
    await on(source, from, "echo more > 7");
    // The file, and the directory above it, whose times may have changed.
    expect((await move.finish()).files).toBe(2);
    expect(await move.agree()).toBe(true);
    await move.swap();
    expect(await on(target, to, "ls -U | wc -l; cat 7")).toBe(`${MANY}\nmore\n`);
  },
  MANY * 1.2 + 30_000,
);
