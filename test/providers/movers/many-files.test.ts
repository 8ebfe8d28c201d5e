import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decider } from "../../../providers/engine/decide";
import { scanDataset } from "../../../providers/engine/scan";
import type { Transport } from "../../../providers/model/transport";
import { filesMover } from "../../../providers/movers/files";
import { openChannel } from "../../../providers/transport/channel";
import { openTransport } from "../../../providers/transport/open";
import { on, quiet, TreeMove } from "../../contract/mover/bench";

/** As many as a cache or a mail box has; `FERRY_MANY` for more by hand. */
const MANY = Number(process.env.FERRY_MANY ?? 50_000);

let root: string;
let source: Transport;
let target: Transport;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "ferry-many-"));
  for (const host of ["alpha", "beta"]) mkdirSync(join(root, host));
  source = await openTransport("alpha", { local: join(root, "alpha") });
  target = await openTransport("beta", { local: join(root, "beta") });
});
afterAll(() => rm(root, { recursive: true, force: true }), 120_000);

it(
  `${MANY} files in one directory are looked at, sent, proven and left out of the next pass`,
  async () => {
    const [from, to] = [join(root, "alpha/srv/many"), join(root, "beta/srv/many")];
    await on(source, from, `seq ${MANY} | xargs -n 5000 touch -d 2001-01-01`);
    const at = (path: string) => ({ id: "directory", type: "directory", path }) as const;
    const decide = decider({ default: "stop", overwrite: [], skip: [] });
    expect(await scanDataset(source, target, at(from), at(to), { exclude: [], decide })).toMatchObject({
      sendFiles: MANY,
    });
    const bench = {
      mover: filesMover,
      source,
      target,
      means: { codec: "zstd", blocks: true, attributes: "python3" },
      channel: await openChannel(source, target, "many"),
      scratch: { source: from, target: to },
      close: async () => undefined,
    } as const;
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
