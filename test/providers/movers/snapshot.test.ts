import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archiveMover } from "../../../providers/movers/archive";
import { filesMover } from "../../../providers/movers/files";
import { control } from "../../../providers/movers/passage";
import { withoutBtrfs } from "../../contract/benches/btrfs";
import { snapshotBench, subvolumes } from "../../contract/benches/snapshots";
import { type MoverBench, on, quiet, TreeMove } from "../../contract/mover/bench";
import { edit } from "../../contract/mover/steps";

const BY_FILES = {
  mover: filesMover,
  means: { codec: "zstd", blocks: true, attributes: "python3" },
} as const;
const BY_ARCHIVE = {
  mover: archiveMover,
  means: { mover: "archive", codec: "gzip", blocks: false, attributes: "none" },
} as const;

let bench: MoverBench;
afterEach(() => bench.close());

const places = { data: "beside the data", all: "among Ferry's notes" } as const;
const begin = async (make: string): Promise<TreeMove> => {
  await on(bench.source, `${bench.scratch.source}/shop`, make);
  const move = new TreeMove(bench, `${bench.scratch.source}/shop`, `${bench.scratch.target}/shop`);
  await move.open();
  return move;
};
const staged = (move: TreeMove, text: string): Promise<string> =>
  on(bench.target, bench.mover.staged(move.passage), text);
const volumes = (): string[] => subvolumes(bench.scratch.source);
const sh = (text: string, ...args: string[]): string =>
  execFileSync("sh", ["-ec", text, "sh", ...args], { encoding: "utf8" });

describe.skipIf(withoutBtrfs)("a snapshot of the source", () => {
  describe.each(["data", "all"] as const)("with %s on btrfs", (where) => {
    beforeEach(async () => {
      bench = await snapshotBench(where, BY_FILES);
    });

    it(`lies ${places[where]}, and only as long as a pass and its proof need it`, async () => {
      const move = await begin("echo 1 > a");
      const before = statSync(bench.scratch.source).mtimeMs;
      await quiet();
      await move.pass();
      expect(volumes()).toHaveLength(1);
      expect(volumes()[0]).toContain(move.passage.move);
      expect(volumes()[0]).toMatch(
        where === "data" ? /^\.shop\.ferry-snapshot-.*\/tree$/ : /^var\/lib\/ferry\//,
      );
      await edit(move, "echo 2 > b");
      await move.pass();
      expect(volumes()).toHaveLength(1);
      await move.prove();
      expect(volumes()).toEqual([]);
      await move.finish();
      expect(volumes()).toEqual([]);
      expect(await move.agree()).toBe(true);
      await move.forget();
      expect(readdirSync(bench.scratch.source)).toEqual(["shop"]);
      expect(statSync(bench.scratch.source).mtimeMs).toBe(before);
    }, 60_000);

    it("goes with a move that is given up or left in the middle of a pass, twice over", async () => {
      const move = await begin("echo 1 > a");
      await move.prepare();
      expect(volumes()).toHaveLength(1);
      await move.leave();
      expect(volumes()).toEqual([]);
      await move.prepare();
      if (where === "data") rmSync(control(bench.source.host, move.passage), { recursive: true });
      await move.forget();
      await move.forget();
      expect(volumes()).toEqual([]);
      expect(readdirSync(bench.scratch.source)).toEqual(["shop"]);
    }, 60_000);
  });

  describe.each([
    ["files", BY_FILES],
    ["archive", BY_ARCHIVE],
  ] as const)("with the %s mover", (_, by) => {
    beforeEach(async () => {
      bench = await snapshotBench("data", by);
    });

    it("makes a pass bring what was there when it was listed, all of one moment", async () => {
      const move = await begin("mkdir d; echo 1 > a; echo 1 > d/b; echo 1 > gone; echo 1 > d/changes");
      await move.prepare();
      await edit(move, "echo 2 > a; echo 2 > d/b; rm gone; echo 2 > new; rm d/changes; mkdir d/changes");
      await move.carry();
      await move.settle();
      expect(await staged(move, "cat a d/b gone d/changes; ls")).toBe("1\n1\n1\n1\na\nd\ngone\n");
      await move.finish();
      expect(await staged(move, "cat a d/b new; ls . d")).toBe("2\n2\n2\n.:\na\nd\nnew\n\nd:\nb\nchanges\n");
      expect(await move.agree()).toBe(true);
    }, 60_000);

    it("is what a cold move reads, and a writer that was not stopped is found by the proof", async () => {
      const move = await begin("head -c 15000000 /dev/urandom > a; echo 1 > b");
      let gone: Promise<string> | undefined;
      await move.finish({
        slowly: 4_000_000,
        onFound: () => {
          gone = edit(move, "rm b");
        },
      });
      await gone;
      expect(await staged(move, "cat b")).toBe("1\n");
      expect(await move.agree()).toBe(false);
      await edit(move, "true");
    }, 60_000);

    it("gives way to the tree itself where a subvolume or a mount has come into that, which travel", async () => {
      const move = await begin("echo 1 > a");
      await move.pass();
      const tree = move.passage.from.path;
      sh('btrfs -q subvolume create "$1"; echo 2 > "$1/in"', `${tree}/volume`);
      expect(await move.prepare()).toHaveProperty("live", "./volume is a subvolume of its own");
      expect(volumes()).toEqual(["shop/volume"]);
      await move.carry();
      await move.settle();
      expect(await staged(move, "cat volume/in")).toBe("2\n");
      sh(
        'btrfs -q subvolume delete "$1"; mkdir "$1"; mount -t tmpfs none "$1"; echo 3 > "$1/in"',
        `${tree}/volume`,
      );
      expect(await move.prepare()).toHaveProperty("live", `${tree}/volume is mounted in it`);
      await move.carry();
      await move.settle();
      expect(await staged(move, "cat volume/in")).toBe("3\n");
      sh('umount "$1"', `${tree}/volume`);
    }, 60_000);
  });

  describe("whatever else is there", () => {
    beforeEach(async () => {
      bench = await snapshotBench("data", BY_FILES);
    });
    const beside = (move: string): string => join(bench.scratch.source, `.shop.ferry-snapshot-${move}`);

    it("has the proof look at what the pass has sent, and not at what changed since", async () => {
      const move = await begin("echo 1 > a");
      await move.pass();
      await edit(move, "echo 2 > a");
      await move.prove();
      const doubts = join(control(bench.target.host, move.passage), "doubt");
      expect(readFileSync(doubts, "utf8")).toBe("");
      const { seen } = await move.finish();
      expect(seen?.[0].root).toBe(seen?.[1].root);
    }, 60_000);

    it("takes away what a move left of which nothing is known any more, and nothing of another's", async () => {
      const [dead, other] = ["0123456789ab", "ba9876543210"];
      for (const id of [dead, other])
        sh(
          'mkdir -m 700 "$1"; btrfs -q subvolume snapshot -r "$2" "$1/tree"',
          beside(id),
          bench.scratch.source,
        );
      mkdirSync(`${bench.source.host.root}/var/lib/ferry/moves/${other}`, { recursive: true });
      const move = await begin("echo 1 > a");
      await move.pass();
      expect(volumes().sort()).toEqual(
        [`.shop.ferry-snapshot-${move.passage.move}/tree`, `.shop.ferry-snapshot-${other}/tree`].sort(),
      );
      expect(await staged(move, "ls -A")).toBe("a\n");
    }, 60_000);

    it("removes nothing that Ferry did not make, and reads the tree itself instead", async () => {
      const move = await begin("echo 1 > a");
      const place = beside(move.passage.move);
      sh('mkdir -m 700 "$1"; btrfs -q subvolume create "$1/tree"; echo mine > "$1/tree/file"', place);
      expect((await move.prepare()).live).toMatch(/File exists/);
      await move.carry();
      await move.settle();
      expect(await staged(move, "cat a")).toBe("1\n");
      expect(existsSync(`${place}/tree/file`)).toBe(true);
      sh(
        'mv "$1" "$2"; chmod 755 "$2"; btrfs property set -t subvol "$2/tree" ro true; ln -s "$2" "$1"',
        place,
        `${place}.x`,
      );
      await move.forget();
      expect(existsSync(`${place}.x/tree/file`)).toBe(true);
    }, 60_000);
  });
});
