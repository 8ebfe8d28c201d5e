import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mover } from "../../../providers/model/mover";
import { type MoverBench, on, quiet, TreeMove } from "./bench";
import { arrived, beginOn, edit } from "./steps";

/** Pages of a database that has no holes: what is written to one of them leaves the others as they are. */
const PAGES = "head -c 24000000 /dev/urandom > base; touch -d 2001-01-01 base";
/** Writes some bytes of its own at a place of a file. */
const scribble = (file: string, at: number, bytes: number): string =>
  `head -c ${bytes} /dev/urandom | dd of=${file} bs=1 seek=${at} conv=notrunc status=none`;

/** Files of 8 MiB and more, of which only the blocks travel that the target lacks. */
export function largeFiles(ready: () => MoverBench, lacks: Mover["lacks"] = {}): void {
  // A rung that says in the plan that it cannot do this is shown as skipped.
  const byBlocks = it.skipIf(lacks.blocks !== undefined);
  const withHoles = it.skipIf(lacks.holes !== undefined);
  const begin = beginOn(ready);
  const byRsync = () => ready().means.blocks === "rsync";

  /** What a pass sends: told by its listing, but where only rsync finds out what differs. */
  const expected = ({ bytes, sent }: { bytes: number; sent: number }): number => (byRsync() ? sent : bytes);

  /** Fewer than so many blocks of 16 KiB; of rsync's smaller ones the checksums of whole files travel too. */
  function expectBlocks(pass: { bytes: number; sent: number }, most: number): void {
    expect(expected(pass)).toBeGreaterThan(0);
    expect(expected(pass)).toBeLessThan(most * 16_384 + (byRsync() ? 500_000 : 0));
  }

  describe("of large files", () => {
    byBlocks(
      "only the blocks that changed since the last pass travel, whatever changed of them",
      async () => {
        const move = await begin(
          "blocks",
          `mkdir d; cd d; ${PAGES}; cp base shrinks; cp base grows; echo 1 > small`,
        );
        await quiet();
        await move.open();
        expect((await move.pass()).bytes).toBe(72_000_002);
        const spots = [0, 8_000_000, 23_999_990].map((at) => scribble("d/base", at, 10)).join(";");
        await edit(
          move,
          `${spots}; truncate -s 20000001 d/shrinks; ${scribble("d/grows", 24_000_000, 5)}; echo 2 >> d/small`,
        );
        expectBlocks(await move.pass(), 12);
        expect(await move.agree()).toBe(true);
        await edit(
          move,
          `${scribble("d/base", 16_777_216, 100_000)}; chmod 640 d/grows; touch -d 1969-12-31 d/shrinks`,
        );
        expectBlocks(await move.finish(), 10);
        await arrived(move);
      },
      60_000,
    );

    byBlocks(
      "what the target has of an older copy is not sent again",
      async () => {
        const move = await begin("older", PAGES, "true");
        await move.whole();
        const { bench, passage } = move;
        await edit(move, `${scribble("base", 5_000_000, 10)}; ${scribble("base", 24_000_000, 9)}`);
        const again = new TreeMove(bench, passage.from.path, passage.to.path);
        await again.open();
        expectBlocks(await again.pass(), 3);
        await again.finish();
        await arrived(again);
      },
      60_000,
    );

    it("one with the same size and time but other content is found", async () => {
      const move = await begin("twin", PAGES, `${PAGES}`);
      await move.open();
      expect((await move.pass()).bytes).toBeGreaterThan(20_000_000);
      await move.finish();
      await arrived(move);
    }, 60_000);

    byBlocks(
      "a pass that was cut off goes on inside the file",
      async () => {
        const move = await begin("inside", "head -c 150000000 /dev/urandom > base; touch -d 2001-01-01 base");
        await move.open();
        await move.prepare();
        const cut = new AbortController();
        const staged = `stat -c %b '${move.bench.mover.staged(move.passage)}/base' 2> /dev/null || echo 0`;
        const watching = (async () => {
          // Blocks of 512 bytes: about a third of the file.
          while (Number(await on(move.bench.target, "/", staged)) < 100_000);
          cut.abort(new Error("cut"));
        })();
        await expect(move.carry(cut.signal, 60_000_000)).rejects.toThrow();
        await watching;
        await move.open();
        const again = await move.pass();
        expect(expected(again)).toBeLessThan(110_000_000);
        await move.finish();
        await arrived(move);
      },
      60_000,
    );

    byBlocks(
      "one that was proven, and not touched after that, goes on by blocks when a later pass is broken",
      async () => {
        const move = await begin("proven", PAGES);
        await quiet();
        await move.open();
        await move.pass();
        await move.prove();
        await edit(move, scribble("base", 5_000_000, 10));
        await quiet();
        await move.open();
        expectBlocks(await move.pass(), 3);
        await move.finish();
        await arrived(move);
      },
      60_000,
    );

    withHoles(
      "holes stay holes, and new ones are made",
      async () => {
        const move = await begin(
          "hollow",
          `truncate -s 300M sparse; ${scribble("sparse", 100_000_000, 9)}; ${scribble("sparse", 200_000_000, 50_000)}
        head -c 20000000 /dev/urandom > dense`,
        );
        await move.open();
        await move.pass();
        await edit(
          move,
          `fallocate -p -o 4194304 -l 8388608 dense; ${scribble("sparse", 250_000_000, 9)}; truncate -s 280000000 sparse`,
        );
        await move.finish();
        await arrived(move);
        const used = await on(move.bench.target, move.passage.to.path, "stat -c %b sparse dense");
        const [sparse = 0, dense = 0] = used
          .trim()
          .split("\n")
          .map((blocks) => Number(blocks) * 512);
        expect(sparse).toBeLessThan(100_000);
        expect(dense).toBeLessThan(12_000_000);
      },
      60_000,
    );

    it("names of one file, names that become one, and a file in the place of something else arrive", async () => {
      const move = await begin(
        "names",
        `${PAGES}; ln base other; cp base alone; mkdir dir; echo x > dir/in; ln -s base link`,
      );
      await move.open();
      await move.pass();
      await edit(
        move,
        `rm other; ${scribble("base", 1_000, 9)}; ln alone second; rm -r dir link; cp alone dir; cp alone link; ${scribble("alone", 30_000, 9)}`,
      );
      await move.pass();
      await edit(
        move,
        `rm second; mv alone base; rm dir; mkdir dir; cp base dir/base; ${scribble("link", 5, 5)}`,
      );
      await move.finish();
      await arrived(move);
    }, 60_000);

    it("arrive whatever happened to them between passes", async () => {
      const steps = fc.array(
        fc.oneof(
          fc
            .tuple(fc.nat(30_000_000), fc.integer({ min: 1, max: 40_000 }))
            .map(([at, bytes]) => scribble("f", at, bytes)),
          fc.integer({ min: 15_000_000, max: 30_000_000 }).map((size) => `truncate -s ${size} f`),
          fc.constantFrom(
            "cp f new && mv new f",
            "ln -f f g",
            "rm -f g",
            "chmod 600 f",
            "rm f; head -c 17000000 /dev/zero > f",
          ),
        ),
        { minLength: 1, maxLength: 4 },
      );
      const passes = fc.array(steps, { minLength: 1, maxLength: 3 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(passes, async (all) => {
          const move = await begin(`history-${++run}`, "head -c 20000000 /dev/urandom > f");
          await move.open();
          await move.pass();
          for (const [index, edits] of all.entries()) {
            await edit(move, edits.map((each) => `{ ${each}; };`).join(" "));
            await (index === all.length - 1 ? move.finish() : move.pass());
          }
          await arrived(move);
        }),
        { numRuns: 6 },
      );
    }, 120_000);
  });
}
