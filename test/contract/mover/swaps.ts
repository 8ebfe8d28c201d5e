import { describe, expect, it } from "vitest";
import { type MoverBench, on, seen, snapshot, TreeMove } from "./bench";
import { places } from "./steps";

const NEW = "mkdir d; echo new > d/a; echo new > b; touch -d 2005-05-05 d b .";
const OLD = "mkdir e; echo old > e/x; echo old > b; ln b b2; chmod 700 e; touch -d 2001-01-01 e/x b e .";

export function swaps(ready: () => MoverBench): void {
  const begin = async (name: string, has?: string): Promise<TreeMove> => {
    const bench = ready();
    const [from, near] = places(bench, name);
    await on(bench.source, from, NEW);
    await on(bench.target, near, ":");
    if (has !== undefined) await on(bench.target, `${near}/real`, has);
    return new TreeMove(bench, from, `${near}/real`);
  };
  const looks = async (move: TreeMove): Promise<string> => {
    const near = move.passage.to.path.replace(/\/real$/, "");
    return snapshot(move.bench.target, near);
  };
  const content = (move: TreeMove) => seen(move.bench, "target", move.passage.to.path);
  const wanted = (move: TreeMove) => seen(move.bench, "source", move.passage.from.path);

  describe("the swap", () => {
    it.each([
      ["where there was something", OLD],
      ["where there was nothing", undefined],
    ])("can be undone to the last detail %s", async (what, has) => {
      const move = await begin(`undo ${what}`, has);
      await on(move.bench.target, move.passage.to.path.replace(/\/real$/, ""), "touch -d 2002-02-02 .");
      const before = await looks(move);
      await move.whole();
      expect(await content(move)).toBe(await wanted(move));
      await move.unswap();
      await move.discard();
      await move.forget();
      expect(await looks(move)).toBe(before);
    });

    it("does nothing the second time, nor does its undo", async () => {
      const move = await begin("twice", OLD);
      await move.whole();
      const after = await content(move);
      await move.swap();
      expect(await content(move)).toBe(after);
      await move.unswap();
      await move.unswap();
      expect(await on(move.bench.target, move.passage.to.path, "cat b e/x")).toBe("old\nold\n");
      await move.swap();
      expect(await content(move)).toBe(after);
    });

    it("keeps what was there, unchanged, where it says", async () => {
      const move = await begin("replaced", OLD);
      const before = await content(move);
      await move.whole();
      await on(move.bench.target, move.passage.to.path, "echo written > b; rm -r d");
      expect(await seen(move.bench, "target", move.bench.mover.replaced(move.passage))).toBe(before);
    });

    it("is undone when it was cut off between its two renames, and can be finished too", async () => {
      const move = await begin("half", OLD);
      const before = await content(move);
      await move.open();
      await move.finish();
      const { to } = move.passage;
      const half = `mv -T -- '${to.path}' '${move.bench.mover.replaced(move.passage)}'`;
      await on(move.bench.target, "/", half);
      await move.unswap();
      expect(await content(move)).toBe(before);
      await on(move.bench.target, "/", half);
      await move.swap();
      expect(await content(move)).toBe(await wanted(move));
    });

    it("stays where the data is when the real path is a symlink", async () => {
      const move = await begin("linked");
      const near = move.passage.to.path.replace(/\/real$/, "");
      await on(move.bench.target, `${near}/disk/data`, OLD);
      await on(move.bench.target, near, "ln -s disk/data real");
      const before = await looks(move);
      await move.whole();
      expect(await on(move.bench.target, near, "readlink real; cat real/b disk/data/b")).toBe(
        "disk/data\nnew\nnew\n",
      );
      expect(await on(move.bench.target, `${move.bench.mover.replaced(move.passage)}/`, "cat b")).toBe(
        "old\n",
      );
      await move.unswap();
      await move.discard();
      expect((await looks(move)).replace(/^\.(\/disk)? d .*$/gm, "")).toBe(
        before.replace(/^\.(\/disk)? d .*$/gm, ""),
      );
    });

    it("leaves nothing behind but what it replaced", async () => {
      const move = await begin("traces", OLD);
      await move.whole();
      await move.discard();
      await move.forget();
      const near = move.passage.to.path.replace(/\/real$/, "");
      const replaced = move.bench.mover.replaced(move.passage).split("/").at(-1);
      expect(await on(move.bench.target, near, "ls -A")).toBe(`${replaced}\nreal\n`);
      for (const side of ["source", "target"] as const) {
        const notes = `${move.bench[side].host.root}/var/lib/ferry/moves/${move.passage.move}`;
        expect(await snapshot(move.bench[side], notes)).toBe("absent\n");
      }
      expect(await content(move)).toBe(await wanted(move));
    });
  });
}
