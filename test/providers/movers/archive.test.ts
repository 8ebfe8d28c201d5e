import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archiveMover } from "../../../providers/movers/archive";
import { openChannel } from "../../../providers/transport/channel";
import { openTransport } from "../../../providers/transport/open";
import { copyContract, killedContract, moverContract } from "../../contract/mover";
import { type MoverBench, on, TreeMove } from "../../contract/mover/bench";
import { type Tools, withTools } from "../../contract/mover/tools";
import { BUSYBOX, busyboxTools } from "../busybox";

const tools = busyboxTools();
afterAll(() => rm(tools, { recursive: true, force: true }));

async function bench(busybox: Tools): Promise<MoverBench> {
  const root = await mkdtemp(join(tmpdir(), "ferry-mover-"));
  for (const host of ["alpha", "beta"]) mkdirSync(join(root, host));
  const source = await openTransport("alpha", { local: join(root, "alpha") });
  const target = await openTransport("beta", { local: join(root, "beta") });
  return {
    mover: withTools(archiveMover, busybox),
    source,
    target,
    means: { mover: "archive", codec: "gzip", blocks: false, attributes: "none" },
    channel: await openChannel(source, target, "suite"),
    scratch: { source: `${source.host.root}/srv`, target: `${target.host.root}/srv` },
    close: async () => {
      execFileSync("chmod", ["-R", "u+rwX", root]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

describe.skipIf(BUSYBOX === undefined)("where there is busybox", () => {
  const everywhere = () => bench({ source: tools, target: tools });
  moverContract("the archive mover with nothing but busybox", everywhere, archiveMover.lacks);
  copyContract("the archive mover from GNU tools to busybox", () => bench({ target: tools }));
  copyContract("the archive mover from busybox to GNU tools", () => bench({ source: tools }));
});

killedContract("the archive mover with GNU tools", () => bench({}), archiveMover.lacks);

describe("what the archive mover cannot carry, or must not", () => {
  let hosts: MoverBench;
  beforeAll(async () => {
    hosts = await bench({});
  });
  afterAll(() => hosts.close());
  const begin = async (name: string, make: string): Promise<TreeMove> => {
    await on(hosts.source, `${hosts.scratch.source}/${name}`, make);
    const move = new TreeMove(hosts, `${hosts.scratch.source}/${name}`, `${hosts.scratch.target}/${name}`);
    await move.open();
    return move;
  };

  it("stops it before the service stops, with the name, where an attribute would be left behind", async () => {
    const dress = "import os; os.setxattr('dressed', 'user.mime', b'text/plain')";
    const move = await begin("attributes", `echo x > plain; echo y > dressed; python3 -c "${dress}"`);
    await expect(move.prepare()).rejects.toThrow(
      /\.\/dressed \(user\.mime\).*Install GNU tar, find and coreutils/s,
    );
    await on(hosts.source, move.passage.from.path, "rm dressed");
    await move.open();
    expect(await move.pass()).toMatchObject({ bytes: 2 });
  });

  it("is a name that holds the byte which stands for a newline", async () => {
    const move = await begin("foreign", "echo x > \"$(printf 'a\\001b')\"; echo y > \"$(printf 'c\\nd')\"");
    await expect(move.prepare()).rejects.toThrow(/a.b: its name holds the byte 1/);
  });

  it("is nothing outside the staging tree, whatever has got in the way of what comes", async () => {
    const move = await begin("way", "mkdir -p d/e; echo 1 > d/e/file");
    await move.pass();
    const outside = `${hosts.scratch.target}/outside`;
    await on(hosts.target, outside, "mkdir e; echo safe > e/file");
    await on(hosts.target, hosts.mover.staged(move.passage), `rm -r d && ln -s '${outside}' d`);
    await on(hosts.source, move.passage.from.path, "echo 2 > d/e/file");
    await move.finish();
    expect(await on(hosts.target, outside, "cat e/file")).toBe("safe\n");
    expect(await move.agree()).toBe(true);
  });
});
