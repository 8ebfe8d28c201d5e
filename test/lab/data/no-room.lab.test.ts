import { describe, expect, it } from "vitest";
import type { TreeMove } from "../../contract/mover/bench";
import { differences, type Entry } from "./odd/differences";
import { OddLab } from "./odd/lab";
import { entriesOf, mountDisk, mountQuota } from "./odd/on-host";

const odd = OddLab.forThisFile();

type Mount = (place: string) => Promise<unknown>;
const memory =
  (options: string): Mount =>
  (place) =>
    odd.beta.must(`mkdir -p ${place}; mount -t tmpfs -o ${options} none ${place}`);

const FULL = "No space left on device";

/** File systems of the target that are soon full, what fills them, what fills them half, and what is said then. */
const KINDS: readonly (readonly [string, Mount, string, string, string])[] = [
  [
    "bytes",
    memory("size=4m"),
    "head -c 5000000 /dev/urandom > more",
    "head -c 3000000 /dev/urandom > more",
    FULL,
  ],
  [
    "bytes of a disk",
    (place) => mountDisk(odd.beta, place, 6),
    "head -c 8000000 /dev/urandom > more",
    "head -c 4000000 /dev/urandom > more",
    FULL,
  ],
  [
    "what a quota allows",
    (place) => mountQuota(odd.beta, place, 6),
    "head -c 8000000 /dev/urandom > more",
    "head -c 4000000 /dev/urandom > more",
    "Disk quota exceeded",
  ],
  [
    "inodes",
    memory("nr_inodes=100"),
    "mkdir more; for i in $(seq 300); do : > more/$i; done",
    "mkdir more; for i in $(seq 60); do : > more/$i; done",
    FULL,
  ],
];

/** A tree on a small file system of the target, of which an older copy is there. */
class Small {
  private constructor(
    readonly place: string,
    readonly move: TreeMove,
    private readonly before: readonly Entry[],
  ) {}

  static async make(name: string, mount: Mount): Promise<Small> {
    const place = `/srv/${name}`;
    const make = `mkdir -p ${place}/tree; cd ${place}/tree; echo 1 > a; ln a b; touch -d 2001-01-01 a .`;
    await mount(place);
    await odd.beta.must(`${make}; touch -d 2002-02-02 ${place}`);
    await odd.alpha.must(`${make}; echo 2 > a`);
    return new Small(place, await odd.move(`${place}/tree`), await entriesOf(odd.beta, place));
  }

  /** What is given up leaves nothing, and everything is as it was. */
  async isAsBefore(): Promise<void> {
    await this.move.discard();
    await this.move.forget();
    expect(differences(this.before, await entriesOf(odd.beta, this.place))).toEqual([]);
    await odd.beta.must(`umount ${this.place}`);
  }
}

const fill = (small: Small, text: string) => odd.alpha.must(`cd ${small.place}/tree; ${text}`);

describe.each(KINDS)("a target that runs out of %s", (what, mount, more, half, said) => {
  const name = what.replaceAll(" ", "-");
  const named = {
    host: "beta",
    message: expect.stringMatching(new RegExp(`receiving on beta exited with .*${said}`, "s")),
    remedy: expect.stringMatching(/Make room on beta/),
  };

  it("in the first pass says so, and is left as it was", async () => {
    const small = await Small.make(`${name}-0`, mount);
    await fill(small, more);
    await small.move.open();
    await expect(small.move.pass()).rejects.toMatchObject(named);
    await small.isAsBefore();
  });

  it("in a later pass says so, and is left as it was", async () => {
    const small = await Small.make(`${name}-1`, mount);
    await small.move.open();
    await small.move.pass();
    await fill(small, more);
    await expect(small.move.pass()).rejects.toMatchObject(named);
    await small.isAsBefore();
  });

  it("in the final pass says so, and is left as it was", async () => {
    const small = await Small.make(`${name}-2`, mount);
    await small.move.open();
    await small.move.pass();
    await fill(small, more);
    await expect(small.move.finish()).rejects.toMatchObject(named);
    await small.isAsBefore();
  });

  it.runIf(said === FULL)("says which mount it is, and how full", async () => {
    const small = await Small.make(`${name}-3`, mount);
    await fill(small, more);
    await small.move.open();
    const error = (await small.move.pass().catch((reason: Error) => reason)) as Error;
    await small.isAsBefore();
    expect(error.message).toMatch(/100%/);
    expect(error.message).toContain(small.place);
  });

  // A copy that btrfs begins by reflinks takes no room.
  it.runIf(said === FULL)(
    "while the staging tree is begun from what is there says so, and is left as it was",
    async () => {
      const small = await Small.make(`${name}-4`, mount);
      await odd.beta.must(`cd ${small.place}/tree; ${half}`);
      const before = await entriesOf(odd.beta, small.place);
      await expect(small.move.open()).rejects.toThrow(said);
      await small.move.discard();
      expect(differences(before, await entriesOf(odd.beta, small.place))).toEqual([]);
      await odd.beta.must(`umount ${small.place}`);
    },
  );
});

describe("a target that cannot be written to", () => {
  it("is named before anything is copied", async () => {
    await odd.beta.must(
      "mkdir -p /srv/sealed/tree; echo old > /srv/sealed/tree/f; mount --bind /srv/sealed /srv/sealed; mount -o remount,bind,ro /srv/sealed",
    );
    await odd.alpha.must("mkdir -p /srv/sealed/tree; echo new > /srv/sealed/tree/f");
    const before = await entriesOf(odd.beta, "/srv/sealed");
    const move = await odd.move("/srv/sealed/tree");
    await expect(move.open()).rejects.toThrow(/\/srv\/sealed\/.*Read-only file system/s);
    await move.discard();
    expect(differences(before, await entriesOf(odd.beta, "/srv/sealed"))).toEqual([]);
    await odd.beta.must("umount /srv/sealed");
  });

  it("and becomes so between two passes is named, and is as it was", async () => {
    await odd.beta.must(
      "mkdir -p /srv/sealing; mount -t tmpfs none /srv/sealing; mkdir /srv/sealing/tree; echo old > /srv/sealing/tree/f",
    );
    await odd.alpha.must("mkdir -p /srv/sealing/tree; echo new > /srv/sealing/tree/f");
    const before = await entriesOf(odd.beta, "/srv/sealing");
    const move = await odd.move("/srv/sealing/tree");
    await move.open();
    await move.pass();
    await odd.beta.must("mount -o remount,ro /srv/sealing");
    await odd.alpha.must("echo newer > /srv/sealing/tree/g");
    await expect(move.pass()).rejects.toMatchObject({
      host: "beta",
      message: expect.stringContaining("Read-only file system"),
    });
    await odd.beta.must("mount -o remount,rw /srv/sealing");
    await move.discard();
    expect(differences(before, await entriesOf(odd.beta, "/srv/sealing"))).toEqual([]);
    await odd.beta.must("umount /srv/sealing");
  });

  it("is named with its host where a command fails there", async () => {
    await odd.beta.must("mkdir -p /srv/nameless; mount -t tmpfs -o ro none /srv/nameless");
    await odd.alpha.must("mkdir -p /srv/nameless/tree");
    const move = await odd.move("/srv/nameless/tree");
    const error = await move.open().catch((reason: Error) => reason);
    await odd.beta.must("umount /srv/nameless");
    expect(String(error)).toContain("beta");
  });
});

describe("a source that has no room for Ferry's notes", () => {
  it("says so, and the tree is as it was", async () => {
    await odd.alpha.must(
      "mkdir -p /srv/noted /var/lib/ferry; cd /srv/noted; for i in $(seq 3000); do : > a-file-with-a-long-name-$i; done; mount -t tmpfs -o size=64k none /var/lib/ferry",
    );
    const before = await entriesOf(odd.alpha, "/srv/noted");
    const move = await odd.move("/srv/noted");
    await move.open();
    await expect(move.prepare()).rejects.toThrow(/No space left on device/);
    await odd.alpha.must("umount /var/lib/ferry");
    await move.discard();
    expect(differences(before, await entriesOf(odd.alpha, "/srv/noted"))).toEqual([]);
  });
});
