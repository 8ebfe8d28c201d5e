import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Command, command, script } from "../../providers/model/command";
import type { Transport } from "../../providers/model/transport";
import { DeadlinePassed } from "../../providers/transport/errors";

/** A transport whose host is this machine, so that what a command did can be looked at. */
export interface TransportBench {
  readonly transport: Transport;
  close(): Promise<void>;
}

const MB = 1_000_000;

/** What every transport promises, shown on one that reaches this machine. */
export function transportContract(name: string, open: () => Promise<TransportBench>): void {
  describe(`${name} keeps the transport contract`, () => {
    let bench: TransportBench;
    let scratch: string;
    const run = (what: Command) => bench.transport.run(what);
    const alive = async (pidFile: string): Promise<boolean> => {
      const pid = (await readFile(pidFile, "utf8")).trim();
      const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z");
      return !/\) [ZX]/.test(state);
    };

    beforeAll(async () => {
      bench = await open();
      scratch = await mkdtemp(join(tmpdir(), "ferry-contract-"));
    }, 30_000);
    afterAll(async () => {
      await bench?.close();
      await rm(scratch, { recursive: true, force: true });
    });

    it("hands arguments over as they are, whatever they hold", async () => {
      const word = fc.string({ unit: fc.constantFrom(..."ab '\"\\$`!*?[]{}~#&|;<>()\n\t\r-=%^,é€😀") });
      const property = fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (args) => {
        const result = await run(command("printf", "%s\\0", ...args));
        expect(result.stdout).toBe(args.map((each) => `${each}\0`).join(""));
      });
      await fc.assert(property, {
        numRuns: 25,
        examples: [[["", "-n", "--", "~root", "=ls", "a\\nb", "\\", "'", "'\\''"]]],
      });
    }, 60_000);

    it("keeps directory and environment, odd ones included", async () => {
      const odd = join(scratch, "-a 'dir' $x");
      await run(command("mkdir", odd));
      const result = await run({
        ...script('pwd; printf "%s" "$ODD"'),
        cwd: odd,
        env: { ODD: "line 1\nline 'two' $HOME \\" },
      });
      expect(result.stdout).toBe(`${odd}\nline 1\nline 'two' $HOME \\`);
    });

    it("tells every exit code apart, 255 and those of signals included", async () => {
      for (const code of [0, 1, 2, 75, 126, 127, 128, 137, 254, 255]) {
        const result = await run(script('echo out; echo err >&2; exit "$1"', String(code)));
        expect(result).toEqual({ code, stdout: "out\n", stderr: "err\n" });
      }
      expect((await run(script("kill -s KILL $$"))).code).toBe(137);
    });

    it("answers 127 for a program that is not there, and runs no shell builtin in its stead", async () => {
      expect((await run(command("no-such-program-anywhere"))).code).toBe(127);
      expect((await run(command("exit", "3"))).code).toBe(127);
    });

    it("passes 10 MB of standard input through, and gives an empty one where there is none", async () => {
      const text = "0123456789".repeat(MB);
      const result = await run({ ...command("sha256sum"), stdin: text });
      expect(result.stdout.split(" ")[0]).toBe(createHash("sha256").update(text).digest("hex"));
      expect((await run(command("wc", "-c"))).stdout.trim()).toBe("0");
    });

    it("does not mind a command that leaves its input unread", async () => {
      expect((await run({ ...command("true"), stdin: "x".repeat(5 * MB) })).code).toBe(0);
    });

    it("streams binary output unchanged", async () => {
      const hash = createHash("sha256");
      const file = join(scratch, "random");
      await run(script('head -c 3000000 /dev/urandom > "$1"', file));
      const result = await bench.transport.stream(command("cat", file), (chunk) => void hash.update(chunk));
      expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(hash.digest("hex")).toBe((await run(command("sha256sum", file))).stdout.slice(0, 64));
    });

    it("streams 50 MB and is held back by a slow sink", async () => {
      const progress = join(scratch, "progress");
      let bytes = 0;
      let sentWhileHeld = 50;
      const result = await bench.transport.stream(
        script(
          'i=0; while [ "$i" -lt 50 ]; do head -c 1000000 /dev/zero; i=$((i+1)); echo "$i" > "$1"; done',
          progress,
        ),
        async (chunk) => {
          if (bytes === 0) {
            await sleep(800);
            sentWhileHeld = Number(await readFile(progress, "utf8").catch(() => "0"));
          }
          bytes += chunk.length;
        },
      );
      expect(result).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(bytes).toBe(50 * MB);
      expect(sentWhileHeld).toBeLessThan(20);
    });

    it("gives whole lines as they arrive", async () => {
      const lines: string[] = [];
      const times: number[] = [];
      const result = await bench.transport.run(script("printf 'one\\ntw'; sleep 0.4; printf 'o\\n\\nlast'"), {
        onLine: (line) => {
          lines.push(line);
          times.push(performance.now());
        },
      });
      expect(lines).toEqual(["one", "two", "", "last"]);
      expect(result.stdout).toBe("one\ntwo\n\nlast");
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
    });

    it("ends a command whose deadline has passed, with all it started, and says which", async () => {
      const pid = join(scratch, "slow.pid");
      const slow = { ...script('sleep 60 & echo "$!" > "$1"; wait', pid), within: 1500 };
      const error = await run(slow).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DeadlinePassed);
      expect((error as DeadlinePassed).host).toBe(bench.transport.host.name);
      expect(await alive(pid)).toBe(false);
    });

    it("ends a command when its caller gives up, with the caller's reason", async () => {
      const pid = join(scratch, "given-up.pid");
      const giveUp = new AbortController();
      const running = bench.transport.run(script('echo "$$" > "$1"; exec sleep 60', pid), {
        signal: giveUp.signal,
      });
      setTimeout(() => giveUp.abort(new Error("changed my mind")), 1000);
      await expect(running).rejects.toThrow("changed my mind");
      expect(await alive(pid)).toBe(false);
    });

    it("returns from a command that leaves a daemon holding its output", async () => {
      const started = performance.now();
      const result = await run(script("sleep 8 & echo started"));
      expect(result).toEqual({ code: 0, stdout: "started\n", stderr: "" });
      expect(performance.now() - started).toBeLessThan(6000);
    });

    it("runs twenty commands at once", async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => run(script('sleep 0.1; echo "$1"', String(i)))),
      );
      expect(answers.map((each) => each.stdout.trim())).toEqual(
        Array.from({ length: 20 }, (_, i) => String(i)),
      );
    });

    it("stops reading when the sink fails, and says why", async () => {
      const failing = bench.transport.stream(command("yes"), () => {
        throw new Error("disk full");
      });
      await expect(failing).rejects.toThrow("disk full");
    });
  });
}
