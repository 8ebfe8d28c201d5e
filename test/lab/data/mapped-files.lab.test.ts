import { beforeAll, describe, expect, it } from "vitest";
import { quiet, type TreeMove } from "../../contract/mover/bench";
import { OddLab } from "./odd/lab";
import { MappedFile } from "./odd/mapped";
import { mountDisk } from "./odd/on-host";

const odd = OddLab.forThisFile();
beforeAll(async () => {
  // A disk of its own: hosts of the lab share one, and what one of them syncs is clean for the other too.
  await mountDisk(odd.alpha, "/srv/disk", 100);
});

/** A service on alpha with a mapped file that has been on the disk, unchanged, for a while. */
async function serve(tree: string): Promise<MappedFile> {
  await odd.alpha.must(
    `mkdir -p ${tree}; head -c 8192 /dev/zero > ${tree}/db; touch -d 2001-01-01 ${tree}/db; sync -f ${tree}`,
  );
  await quiet();
  return new MappedFile(odd.alpha, `${tree}/db`);
}

/** What rsync and everything that looks at a file from outside goes by. */
const looks = (tree: string) => odd.alpha.must(`stat -c '%s %y %z' ${tree}/db`);
const content = (host: typeof odd.alpha, tree: string) => host.must(`head -c 5 ${tree}/db`);

async function arrives(move: TreeMove, tree: string): Promise<void> {
  await move.finish();
  expect(await move.agree()).toBe(true);
  await move.swap();
  expect(await content(odd.beta, tree)).toBe("after");
  expect(await odd.differences(tree)).toEqual([]);
}

/** True where nothing that rsync looks at has changed; then it has to lose what was written. */
async function losesTheWrite(tree: string): Promise<boolean> {
  const service = await serve(tree);
  await service.write("first");
  const copy = `cd /; rsync -a ${tree}/ ${tree}-copy/`;
  await odd.alpha.must(copy);
  const before = await looks(tree);
  await service.write("after");
  const after = await looks(tree);
  await service.stop();
  if (after !== before) return false;
  await odd.alpha.must(copy);
  expect(await content(odd.alpha, tree)).toBe("after");
  expect(await content(odd.alpha, `${tree}-copy`)).toBe("first");
  return true;
}

describe.each([
  ["ext4", "/srv/disk/mapped"],
  ["an overlay", "/srv/mapped"],
])("a page of a mapped file on %s that is written again, while it is dirty", (_, tree) => {
  it("changes nothing that a second `rsync -a` looks at, which loses the write", async () => {
    // Where the kernel, or a `sync` of somebody else's, happens to write the page in between, the change shows.
    const lost: boolean[] = [];
    for (let nth = 0; nth < 5 && !lost.includes(true); nth++)
      lost.push(await losesTheWrite(`${tree}-rsync-${nth}`));
    expect(lost).toContain(true);
  });

  it("is brought by the next pass of a move", async () => {
    const service = await serve(tree);
    await service.write("first");
    // Old enough not to be sent again for being fresh; the page is dirty all the while.
    await quiet();
    const move = await odd.move(tree);
    await move.open();
    await move.pass();
    await service.write("after");
    await service.stop();
    await arrives(move, tree);
  });

  it("is brought although the pages before it were hashed ahead of the stop", async () => {
    const service = await serve(`${tree}-hashed`);
    await service.write("first");
    // Old enough not to be sent again for being fresh; the page is dirty all the while.
    await quiet();
    const move = await odd.move(`${tree}-hashed`);
    await move.open();
    await move.pass();
    expect(await move.agree()).toBe(true);
    await service.write("after");
    await service.stop();
    await arrives(move, `${tree}-hashed`);
  });
});

describe("a page of a mapped file on a tmpfs", () => {
  // Nothing is ever written back there, so that no later write faults: times say nothing about content.
  it("is brought by the next pass of a move", async () => {
    await odd.alpha.must("mkdir -p /srv/memory; mount -t tmpfs none /srv/memory");
    const service = await serve("/srv/memory/tree");
    await service.write("first");
    // Old enough not to be sent again for being fresh; the page is dirty all the while.
    await quiet();
    const move = await odd.move("/srv/memory/tree");
    await move.open();
    await move.pass();
    await service.write("after");
    await service.stop();
    await arrives(move, "/srv/memory/tree");
  });
});
