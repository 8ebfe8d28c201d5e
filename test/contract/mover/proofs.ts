import { describe, expect, it } from "vitest";
import type { Both } from "../../../providers/model/mover";
import { type MoverBench, on, quiet, type TreeMove } from "./bench";
import { beginOn, edit } from "./steps";

/** The comparison before the start: all of it ahead of the stop, and what the final pass touched after it. */
export function proofs(ready: () => MoverBench): void {
  const begin = async (name: string): Promise<TreeMove> => {
    const make = `mkdir -p d/e; for i in 1 2 3 4 5; do echo $i > d/$i; done; ln d/1 d/e/one; ln -s d/2 link
      head -c 17000000 /dev/urandom > large`;
    const move = await beginOn(ready)(name, make);
    await quiet();
    await move.open();
    await move.pass();
    return move;
  };
  /** A mover that compares everything again has no doubts. */
  const looksAtAll = ({ bench }: TreeMove): boolean => bench.mover.lacks?.parts !== undefined;
  const spoil = (move: TreeMove, text: string) =>
    on(move.bench.target, move.bench.mover.staged(move.passage), text);

  /** Whether both sides say the same; and the source all there is of entries and bytes, which it has not looked at. */
  const told = async (move: TreeMove, seen: Both | undefined): Promise<string> => {
    if (!seen) return "nothing";
    const { files, bytes } = await move.manifest("source");
    expect(seen[0]).toMatchObject({ files, bytes });
    return seen[0].root === seen[1].root ? "the same" : "a difference";
  };

  describe("the proof", () => {
    it("is nothing more where nothing changes after it", async () => {
      const move = await begin("still");
      await move.prove();
      const { files, seen } = await move.finish();
      expect(files).toBe(0);
      expect(await told(move, seen)).toBe("the same");
    }, 60_000);

    it("looks at what the final pass touched: contents, modes, names, links, deletions, blocks", async () => {
      const move = await begin("touched");
      await move.prove();
      await edit(
        move,
        `echo more >> d/2; chmod 600 d/3; rm d/4; mv d/5 d/five; rm d/e/one; ln -sfn d/3 link; mkdir new; echo 6 > new/6
        echo x | dd of=large bs=1 seek=9000000 conv=notrunc status=none`,
      );
      expect(await told(move, (await move.finish()).seen)).toBe("the same");
      expect(await move.agree()).toBe(true);
      const spoils = [
        "echo other > d/2",
        "chmod 644 d/3",
        "echo 4 > d/4",
        "rm link",
        "touch -d 2002-02-02 new",
      ];
      for (const one of spoils) {
        await spoil(move, `rm -rf ../kept; cp -a . ../kept; ${one}`);
        expect(await move.agreeSince(), one).toBe(false);
        await spoil(move, "rm -rf ./*; cp -a ../kept/. .; rm -rf ../kept");
        expect(await move.agreeSince(), one).toBe(true);
      }
    }, 60_000);

    it("has doubts where the target differed ahead of the stop, and the final pass did not send that", async () => {
      const move = await begin("doubt");
      await spoil(move, "echo 9 > d/2");
      await move.prove();
      await edit(move, "echo more >> d/3");
      expect(await told(move, (await move.finish()).seen)).toBe(
        looksAtAll(move) ? "a difference" : "nothing",
      );
      expect(await move.agree()).toBe(false);
    }, 60_000);

    it("has none about what changed during it, because the final pass sends that", async () => {
      const move = await begin("meanwhile");
      await edit(move, "echo more >> d/3; rm d/4");
      await move.prove();
      expect(await told(move, (await move.finish()).seen)).toBe("the same");
    }, 60_000);

    it("has doubts where there was none, or another pass came between", async () => {
      const move = await begin("between");
      await move.pass();
      expect(await move.agreeSince()).toBe(looksAtAll(move) ? true : undefined);
      await move.prove();
      await edit(move, "echo more >> d/3");
      await move.pass();
      expect(await told(move, (await move.finish()).seen)).toBe(looksAtAll(move) ? "the same" : "nothing");
      expect(await move.agree()).toBe(true);
    }, 60_000);

    it.each(["source", "target"] as const)(
      "believes checksums that the %s remembers, but not those from before its last start",
      async (side) => {
        const move = await begin(`remembers-${side}`);
        await quiet();
        expect(await move.agree()).toBe(true);
        const { host } = move.bench[side];
        const notes = `${host.root}/var/lib/ferry/moves/${move.passage.move}/*`;
        // As if the files had had other content when they were read, and the same inode, size, time and ctime.
        const other = `sed -i 's/[0-9a-f]\\{64\\}/${"0".repeat(64)}/g' ${notes}/cache/sums`;
        await on(move.bench[side], "/", other);
        expect(await move.agree()).toBe(false);
        await on(move.bench[side], "/", `for d in ${notes}; do echo another > "$d/booted"; done`);
        expect(await move.agree()).toBe(true);
      },
      60_000,
    );

    it("is made afresh by a source that was started anew between two passes, which compares with the target again", async () => {
      const move = await begin("started");
      await on(
        move.bench.source,
        "/",
        `for d in ${move.bench.source.host.root}/var/lib/ferry/moves/${move.passage.move}/*; do echo another > "$d/booted"; done`,
      );
      await expect(move.prepare()).rejects.toThrow(/This host has been restarted since the last pass/);
      await move.open();
      expect((await move.pass()).bytes).toBe(0);
      expect(await move.agree()).toBe(true);
    }, 60_000);
  });
}
