import { describe, expect, it } from "vitest";
import type { Mover } from "../../../providers/model/mover";
import { TransferFailed } from "../../../providers/transport/errors";
import { type MoverBench, on, type TreeMove } from "./bench";
import { arrived, beginOn, edit } from "./steps";

export function failures(ready: () => MoverBench, lacks: Mover["lacks"] = {}): void {
  const begin = beginOn(ready);
  /** Something that writes to a file for a while, as a service does that was not stopped. */
  const writer = (move: TreeMove, seconds: number) =>
    edit(
      move,
      `end=$(($(date +%s) + ${seconds})); while [ "$(date +%s)" -lt "$end" ]; do echo x >> busy; echo y > "t$end"; rm "t$end"; done`,
    );

  describe("trouble on the way", () => {
    it("does not stop a pre-copy: files may change and vanish under it, and the next pass mends it", async () => {
      const move = await begin("busy", "head -c 30000000 /dev/urandom > big; echo 0 > busy");
      await move.open();
      const writing = writer(move, 3);
      await move.pass();
      await move.pass();
      await writing;
      await move.finish();
      expect(await move.agree()).toBe(true);
    }, 60_000);

    it.skipIf(lacks.types)(
      "does not stop a pre-copy in which entries change their type after they were listed",
      async () => {
        const move = await begin(
          "types",
          "mkdir -p d/e was; echo 1 > d/in; echo 1 > d/e/x; echo 1 > f; echo 1 > was/in",
        );
        await move.open();
        await move.pass();
        await edit(move, "echo 2 >> d/in; echo 2 >> f; echo 2 >> was/in; echo 2 > other");
        await move.prepare();
        await edit(move, "rm -r d f was; echo a file > d; mkdir f; echo 3 > f/in; ln -s nowhere was");
        await move.carry();
        await move.settle();
        await move.pass();
        await move.finish();
        await arrived(move);
      },
    );

    it("fails the final pass when a listed file is gone before it is read", async () => {
      const move = await begin("gone", "echo 1 > a; echo 1 > b");
      await move.open();
      await move.pass();
      await edit(move, "head -c 15000000 /dev/urandom > a; echo 2 > b");
      // So slowly that the file is gone by the time that tar comes to it, whatever the pipes and the compressor hold.
      let gone: Promise<string> | undefined;
      const onFound = (): void => {
        gone = edit(move, "rm b");
      };
      const error = await move.finish({ slowly: 4_000_000, onFound }).catch((reason: unknown) => reason);
      await gone;
      expect(error).toBeInstanceOf(TransferFailed);
      expect((error as TransferFailed).message).toMatch(
        /sending on \S+ exited with 1 .*\.\/b: .*No such file/,
      );
      expect((error as TransferFailed).host).toBe(move.bench.source.host.name);
    });

    it("makes the manifests differ when anything differs", async () => {
      const move = await begin(
        "differ",
        "mkdir d; echo aaaa > d/f; ln -s a l; echo x > h; ln h h2; touch -d 2001-01-01 d/f",
      );
      await move.open();
      await move.pass();
      expect(await move.agree()).toBe(true);
      const spoils = [
        "echo bbbb > d/f; touch -d 2001-01-01 d/f",
        "chmod 600 h",
        "touch -d 2002-02-02 h",
        "ln -sfn b l",
        "rm h2; cp -p h h2",
        "mkdir d/e",
        "rm d/f",
      ];
      for (const spoil of spoils) {
        await edit(
          move,
          `cp -a . ../spoilt; rm -rf ./*; cp -a ../spoilt/. .; rm -rf ../spoilt; touch -r . ../stamp; ${spoil}`,
        );
        expect(await move.agree(), spoil).toBe(false);
        await move.pass();
        expect(await move.agree(), spoil).toBe(true);
      }
    }, 60_000);

    it("resumes after a cut: what arrived whole is not sent again", async () => {
      const move = await begin(
        "cut",
        'for i in 1 2 3 4 5 6; do head -c 8000000 /dev/urandom > "f$i"; done; touch -d 2001-01-01 f*',
      );
      await move.open();
      await move.prepare();
      const cut = new AbortController();
      const { to, move: id } = move.passage;
      const staged = `ls '${to.path.replace(/cut$/, ".cut")}.ferry-staging-${id}/tree' | wc -l`;
      const watching = (async () => {
        for (;;) {
          if (Number(await on(move.bench.target, "/", staged)) >= 3) return cut.abort(new Error("cut"));
        }
      })();
      const outcome = await move.carry(cut.signal).then(
        () => "done",
        () => "cut",
      );
      cut.abort();
      await watching;
      await move.open();
      const again = await move.prepare();
      if (outcome === "cut") expect(again.bytes).toBeLessThan(48_000_000);
      if (again.files > 0) await move.carry();
      await move.settle();
      await move.finish();
      expect(await move.agree()).toBe(true);
    }, 60_000);

    it("takes away what an unfinished pass brought and the source has no more", async () => {
      const move = await begin("ghost", "echo 1 > a; echo 2 > ghost; mkdir d; echo 3 > d/ghost");
      await move.open();
      await move.prepare();
      await move.carry();
      await edit(move, "rm -r ghost d; echo 4 > b");
      await move.finish();
      await arrived(move);
    });

    it("never writes outside the staging tree, whatever links the data holds", async () => {
      const bench = ready();
      await on(bench.target, `${bench.scratch.target}/outside`, "echo safe > file");
      const move = await begin(
        "links",
        `mkdir d; echo evil > d/file; ln -s '${bench.scratch.target}/outside' e`,
      );
      await move.open();
      await move.pass();
      await edit(
        move,
        `rm -r d; ln -s '${bench.scratch.target}/outside' d; rm e; mkdir e; echo evil > e/file`,
      );
      await move.pass();
      await edit(move, "rm d; mkdir d; echo evil > d/file; rm -r e");
      await move.finish();
      expect(await move.agree()).toBe(true);
      expect(await on(bench.target, `${bench.scratch.target}/outside`, "cat file; ls")).toBe("safe\nfile\n");
    });
  });
}
