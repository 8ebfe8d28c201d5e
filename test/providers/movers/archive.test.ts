import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archiveMover } from "../../../providers/movers/archive";
import { copyContract, swapContract } from "../../contract/mover";
import { type MoverBench, on, TreeMove } from "../../contract/mover/bench";
import { localArchive, withBusyboxOnly } from "./local-archive";

withBusyboxOnly(copyContract);
withBusyboxOnly((name, open) => swapContract(name, open, archiveMover.lacks));

describe("what the archive mover cannot carry, or must not", () => {
  let hosts: MoverBench;
  beforeAll(async () => {
    hosts = await localArchive();
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
