import { beforeAll, describe, expect, it } from "vitest";
import { quiet, TreeMove } from "../../contract/mover/bench";
import { differences } from "./odd/differences";
import { OddLab } from "./odd/lab";
import { MappedFile } from "./odd/mapped";
import { changeTree, entriesOf, makeOddTree, mountBtrfs } from "./odd/on-host";

const odd = OddLab.forThisFile();
beforeAll(() => Promise.all([odd.alpha, odd.beta].map((host) => mountBtrfs(host, "/srv/disk", 2000))));

const volumes = (): Promise<string> => odd.alpha.must("btrfs subvolume list /srv/disk");

/** A move that reads from snapshots. */
async function snapshotMove(tree: string): Promise<TreeMove> {
  return new TreeMove({ ...(await odd.bench()), snapshot: true }, tree, tree);
}

describe("what lies on btrfs, read from snapshots", () => {
  it("arrives identical in one cold pass", async () => {
    const tree = "/srv/disk/cold";
    await makeOddTree(odd.alpha, tree, 71);
    const move = await snapshotMove(tree);
    await move.open();
    await move.finish();
    expect(await move.agree()).toBe(true);
    await move.swap();
    expect(await odd.differences(tree)).toEqual([]);
    await move.forget();
    expect(await volumes()).toBe("");
  });

  it("arrives identical where the source changes while each pass is sent, and is itself not touched", async () => {
    const tree = "/srv/disk/warm/tree";
    await makeOddTree(odd.alpha, tree, 72);
    const around = await odd.alpha.must("stat -c '%y %a %u' /srv/disk/warm");
    const move = await snapshotMove(tree);
    await move.open();
    for (const changes of [1, 2, 3]) {
      expect(await move.prepare()).not.toHaveProperty("live");
      await changeTree(odd.alpha, tree, 7200 + changes, 25);
      await move.carry();
      await move.settle();
    }
    await move.prove();
    const before = await entriesOf(odd.alpha, tree);
    await move.finish();
    expect(await move.agree()).toBe(true);
    await move.swap();
    expect(await odd.differences(tree)).toEqual([]);
    await move.forget();
    expect(differences(before, await entriesOf(odd.alpha, tree))).toEqual([]);
    expect(await odd.alpha.must("stat -c '%y %a %u' /srv/disk/warm")).toBe(around);
    expect(await odd.alpha.must("ls -A /srv/disk/warm")).toBe("tree\ntree.outside\n");
    expect(await volumes()).toBe("");
  });

  it("brings a page of a mapped file that is written again while it is dirty", async () => {
    const tree = "/srv/disk/mapped";
    await odd.alpha.must(
      `mkdir -p ${tree}; head -c 8192 /dev/zero > ${tree}/db; touch -d 2001-01-01 ${tree}/db; sync -f ${tree}`,
    );
    await quiet();
    const service = new MappedFile(odd.alpha, `${tree}/db`);
    await service.write("first");
    // Old enough not to be sent again for being fresh; the page is dirty all the while.
    await quiet();
    const move = await snapshotMove(tree);
    await move.open();
    await move.pass();
    await move.prove();
    await service.write("after");
    await service.stop();
    await move.finish();
    expect(await move.agree()).toBe(true);
    await move.swap();
    expect(await odd.beta.must(`head -c 5 ${tree}/db`)).toBe("after");
  });
});
