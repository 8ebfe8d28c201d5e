import { describe, expect, it } from "vitest";
import { type MoverBench, on, seen, TreeMove } from "./bench";
import { places } from "./steps";

/** Everything that file systems allow and people forget. */
const ODD_TREE = `umask 022
mkdir empty 'with space' -- -dash "quote's" .hidden deep; mkdir -p deep/a/b/c/d/e
echo one > plain; echo two > 'with space/and "quotes"'; echo three > ./-n; echo 4 > ./--help; echo 5 > '*'
echo 6 > 'new
line'; echo 7 > 'tab	and \\backslash\\n'; echo 8 > "$(printf 'not utf-8 \\377\\376')"; echo 9 > 'é€😀'; echo 0 > '$(touch x)\`y\`'
: > nothing; printf 'no newline' > deep/a/b/c/d/e/file; echo x > ' '; echo y > '.ferry'; echo z > c:d
ln plain deep/hard; ln plain deep/a/hard2; ln nothing nothing2
ln -s plain soft; ln -s /etc/passwd absolute; ln -s ../../outside up; ln -s nowhere dangling; ln -s . loop; ln -s '//x//' slashes
ln -s "$(printf 'odd\\ntarget \\377')" oddlink
dd if=/dev/zero of=sparse bs=1 count=1 seek=20000000 2> /dev/null; echo end >> sparse
touch -d '1960-02-03 04:05:06.789' old; touch -d '2099-12-31 23:59:59.123456789' future; touch -d @0 epoch
touch -h -d '2001-01-01' soft; chmod 4755 plain; chmod 1777 empty; chmod 600 .ferry; chmod 2750 deep; chmod 500 deep/a/b
touch -d '2010-10-10 10:10:10.101010101' deep/a empty; touch -d '2011-11-11' .`;

export function firstCopy(ready: () => MoverBench): void {
  describe("the first copy", () => {
    it("brings every kind of name, link, date, mode and hole over as it was", async () => {
      const bench = ready();
      const { source, target } = bench;
      const [from, to] = places(bench, "odd");
      await on(source, from, ODD_TREE);
      const move = new TreeMove(bench, from, to);
      await move.whole();
      expect(await seen(bench, "target", to)).toBe(await seen(bench, "source", from));
      const [here, there] = [
        await on(source, from, "du -k sparse | cut -f1"),
        await on(target, to, "du -k sparse | cut -f1"),
      ];
      if (!bench.mover.lacks?.holes) expect(Number(there)).toBeLessThanOrEqual(Number(here));
      expect(await move.agree()).toBe(true);
    }, 60_000);

    it("brings an empty tree, and one below directories that are not there yet", async () => {
      const bench = ready();
      const [from, to] = [`${bench.scratch.source}/none`, `${bench.scratch.target}/not/there/yet`];
      await on(bench.source, from, "chmod 710 .");
      await new TreeMove(bench, from, to).whole();
      expect(await seen(bench, "target", to)).toBe(await seen(bench, "source", from));
    });

    it("brings one file, to a path of another name", async () => {
      const bench = ready();
      const [from, to] = places(bench, "one");
      await on(
        bench.source,
        from,
        "echo new > app.conf; chmod 640 app.conf; touch -d 2001-02-03 app.conf; echo no > other",
      );
      await on(bench.target, to, "echo old > app.cfg; echo mine > other");
      const move = new TreeMove(bench, `${from}/app.conf`, `${to}/app.cfg`, { file: true });
      await move.open();
      expect((await move.pass()).bytes).toBe(4);
      expect(await move.agree()).toBe(true);
      await move.swap();
      expect(await on(bench.target, to, "cat app.cfg other; stat -c '%a %Y' app.cfg")).toBe(
        "new\nmine\n640 981158400\n",
      );
      expect(await on(bench.target, to, `cat '${bench.mover.replaced(move.passage)}'`)).toBe("old\n");
      await move.unswap();
      await move.discard();
      expect(await on(bench.target, to, "cat app.cfg; ls -A")).toBe("old\napp.cfg\nother\n");
    });

    it("leaves sockets, pipes and devices where they are", async () => {
      const bench = ready();
      const [from, to] = places(bench, "special");
      await on(bench.source, from, "mkfifo pipe; echo x > file");
      const move = new TreeMove(bench, from, to);
      await move.whole();
      expect(await on(bench.target, to, "ls -A")).toBe("file\n");
      expect(await move.agree()).toBe(true);
    });

    it("leaves out what is excluded, on both sides, and keeps what the target has of it", async () => {
      const bench = ready();
      const [from, to] = places(bench, "partly");
      await on(
        bench.source,
        from,
        "mkdir -p cache/deep web/node_modules/x logs lib; echo 1 > cache/deep/a; echo 2 > web/node_modules/x/y; echo 3 > logs/a.log; echo 4 > top.log; echo 5 > app; echo 6 > lib/secret; echo 7 > 'lib/a+b (c)'",
      );
      await on(
        bench.target,
        to,
        "mkdir -p cache logs gone/logs gone/node_modules; echo warm > cache/own; echo old > logs/b.log; echo old > app; echo old > gone/node_modules/x",
      );
      const exclude = ["cache/**", "**/node_modules", "*.log", "logs"];
      const move = new TreeMove(bench, from, to, { exclude, dataset: ["lib/secret", "lib/a+b (c)"] });
      await move.whole();
      expect(await move.agree()).toBe(true);
      expect(await on(bench.target, to, "find . -type f | sort")).toBe("./app\n./cache/own\n./logs/b.log\n");
      expect(await on(bench.target, to, "cat app; ls -d web lib")).toBe("5\nlib\nweb\n");
    });

    it("keeps the target's files where the user decided so, and agrees on the rest", async () => {
      const bench = ready();
      const [from, to] = places(bench, "kept");
      await on(
        bench.source,
        from,
        "mkdir -p conf swapped; echo theirs > conf/local.env; echo a > conf/app; echo b > swapped/inside",
      );
      const bad = "bad=\"$(printf 'extra \\377')\"";
      await on(
        bench.target,
        to,
        `mkdir -p conf only; echo mine > conf/local.env; echo old > conf/app; echo extra > only/extra; echo gone > only/gone; mkdir only/empty; echo file > swapped; ${bad}; echo e > "$bad"`,
      );
      const move = new TreeMove(bench, from, to, {
        keep: ["conf/local.env", "only/extra", "swapped", "extra \uDCFF"],
      });
      await move.whole();
      expect(await move.agree()).toBe(true);
      expect(
        await on(bench.target, to, "cat conf/local.env conf/app only/extra swapped; ls only; find . | wc -l"),
      ).toBe("mine\na\nextra\nfile\nextra\n8\n");
    });
  });
}
