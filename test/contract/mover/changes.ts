import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MoverBench, quiet } from "./bench";
import { arrived, beginOn, edit } from "./steps";

export function changes(ready: () => MoverBench): void {
  const begin = beginOn(ready);

  describe("what changed since", () => {
    it("is all that a later pass sends", async () => {
      const move = await begin(
        "since",
        "mkdir d e; for i in 1 2 3 4 5 6 7 8 9; do echo $i > d/$i; echo $i > e/$i; done",
      );
      await quiet();
      await move.open();
      expect((await move.pass()).files).toBe(21);
      expect(await move.prepare()).toMatchObject({ files: 0, bytes: 0 });
      await edit(move, "echo changed > d/1; rm e/2; echo new > e/new");
      // Two files, a deletion, and the directories whose times changed or will be put back.
      const pass = await move.finish();
      expect(pass).toMatchObject({ files: 6, bytes: 12 });
      await arrived(move);
    });

    it("is seen whatever a program does to hide it", async () => {
      const move = await begin(
        "hidden",
        "echo aaaa > same; echo x > mode; echo x > time; echo a > linked; ln linked linked2; mkdir d",
      );
      await quiet();
      await move.open();
      await move.pass();
      await edit(move, "touch -r same ../stamp; echo bbbb > same; touch -r ../stamp same");
      await edit(move, "chmod 600 mode; touch -d 2000-01-01 time; echo b >> linked2; chmod 700 d");
      await move.finish();
      await arrived(move);
    });

    it("may be the type of an entry", async () => {
      const move = await begin(
        "types",
        "mkdir -p d2f/in/deep d2l/in; echo 1 > d2f/in/deep/a; echo 2 > d2l/in/b; echo 3 > f2d; echo 4 > f2l; ln -s d2l l2d; ln -s f2d l2f; mkdir gone; echo 5 > gone/c; echo keep > keep",
      );
      await move.open();
      await move.pass();
      await edit(
        move,
        "rm -r d2f d2l f2d f2l l2d l2f gone; echo f > d2f; ln -s /etc d2l; mkdir f2d; echo x > f2d/x; ln -s keep f2l; mkdir -p l2d/in; echo y > l2d/in/y; echo z > l2f",
      );
      await move.finish();
      await arrived(move);
    });

    it("is sent again when it was still fresh at the pass before, because it may have changed once more unseen", async () => {
      const move = await begin("fresh", "echo 1 > old");
      await quiet();
      await move.open();
      await move.pass();
      for (let tries = 0; ; tries++) {
        const started = performance.now();
        await edit(move, "echo 2 > fresh");
        await move.pass();
        const again = await move.pass();
        // On a busy machine the file may have grown old before it was listed: then this showed nothing.
        if (again.bytes === 2) break;
        expect(performance.now() - started, "sent only once although it was fresh").toBeGreaterThan(1000);
        if (tries > 9) throw new Error("this machine is too slow to tell");
      }
      await quiet();
      await move.pass();
      expect((await move.pass()).files).toBe(0);
    });

    it("is found by content where the target already has an older copy", async () => {
      const make =
        "mkdir d; for i in 1 2 3 4 5; do echo $i$i > d/$i; done; echo same > s; touch -d 2001-01-01 d/* s; touch -d 2001-01-01 d .";
      const move = await begin(
        "older",
        make,
        `${make}; echo 99 > d/3; touch -d 2001-01-01 d/3; echo longer > d/4; rm d/5; echo extra > x; ln -s s link`,
      );
      await move.open();
      const pass = await move.pass();
      // d/3 (same size and time), d/4, d/5, their directories, and two deletions.
      expect(pass).toMatchObject({ files: 7, bytes: 9 });
      await arrived(move);
    });

    it("is nothing when both sides are the same, however many there are", async () => {
      const make =
        "mkdir d; for i in 1 2 3 4 5; do echo $i > d/$i; ln -s $i d/l$i; done; touch -h -d 2001-01-01 d/* d .";
      const move = await begin("same", make, make);
      await move.open();
      expect(await move.pass()).toMatchObject({ files: 0, bytes: 0 });
      await arrived(move);
    });

    it("arrives whatever happened between passes", async () => {
      const step = fc.constantFrom(
        ..."echo $RANDOM$$ > a;echo x >> d/b;rm -rf d;mkdir -p d/e;echo deep > d/e/f;ln -f a c;rm -f a;mv -T d g;rm -rf g;ln -sfn d s;rm -rf s;mkdir -p s/t;rm -rf c;mkdir -p c;chmod 755 d;touch -d 2001-01-01 a d;cp -al . ../copy && mv -T ../copy k;rm -rf k;echo 1 > k/a;: > z".split(
          ";",
        ),
      );
      let run = 0;
      const property = fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 5 }), { minLength: 2, maxLength: 4 }),
        async (passes) => {
          const move = await begin(`random-${++run}`, "echo 1 > a; mkdir d; echo 2 > d/b");
          await move.open();
          for (const steps of passes) {
            await edit(move, steps.map((each) => `{ ${each}; } 2> /dev/null || :;`).join(" ") || ":");
            await move.pass();
          }
          await move.finish();
          await arrived(move);
        },
      );
      await fc.assert(property, { numRuns: 5 });
    }, 120_000);
  });
}
