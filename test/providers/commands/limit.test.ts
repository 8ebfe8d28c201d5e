import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { LIMIT, limited } from "../../../providers/commands/limit";

/** dash on Debian; busybox runs its own programs where it is installed. */
const SHELLS: readonly (readonly string[])[] = [["sh"], ...(isThere("busybox") ? [["busybox", "sh"]] : [])];

function isThere(program: string): boolean {
  try {
    execFileSync(program, ["true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function shell(
  [program = "sh", ...words]: readonly string[],
  script: string,
  ...args: string[]
): ChildProcess {
  return spawn(program, [...words, "-c", `${LIMIT}${script}`, "ferry", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** What comes out, and the seconds until the end, when all of `input` is there at once. */
async function through(
  under: readonly string[],
  rate: number,
  input: Buffer,
): Promise<{ output: Buffer; seconds: number }> {
  const child = shell(under, 'limit "$1"', String(rate));
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const started = performance.now();
  child.stdin?.end(input);
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  return { output: Buffer.concat(chunks), seconds: (performance.now() - started) / 1000 };
}

async function outcome(script: string, input = ""): Promise<{ code: number; output: string }> {
  const child = shell(["sh"], script);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk));
  child.stdin?.end(input);
  const [code] = await once(child, "close");
  return { code: Number(code), output };
}

describe.each(SHELLS)("a rate limit in %s %s", (...under) => {
  // Once more where another program had the processor: the mean is over three seconds only.
  it.concurrent.each([100_000, 2_000_000])(
    "holds %i bytes a second within 5 %%",
    { retry: 1 },
    async (rate) => {
      const { seconds } = await through(under, rate, Buffer.alloc(rate * 3));
      expect(seconds).toBeGreaterThan(3 * 0.95);
      expect(seconds).toBeLessThan(3 * 1.05);
    },
  );

  it.concurrent("changes no byte, and ends with the stream", async () => {
    const input = randomBytes(1_234_567);
    expect((await through(under, 50_000_000, input)).output.equals(input)).toBe(true);
    expect((await through(under, 10, Buffer.alloc(0))).output.length).toBe(0);
  });

  it.concurrent("gives a stream that was idle no more than half a second of what it did not use", async () => {
    const child = shell(under, 'limit "$1"', "100000");
    child.stdout?.resume();
    child.stdin?.write(Buffer.alloc(10_000));
    await sleep(2000);
    const started = performance.now();
    child.stdin?.end(Buffer.alloc(200_000));
    await once(child, "close");
    expect(performance.now() - started).toBeGreaterThan(1300);
  });
});

describe("a rate limit", () => {
  it.concurrent("holds back what a command writes, and nothing else of it", async () => {
    const send = {
      argv: ["sh", "-c", 'cat; echo said >&2; echo "$1" $X; exit 4', "ferry", "it's"],
      stdin: "in ",
    };
    const { argv, ...rest } = limited(send, 1_000_000);
    expect(rest).toEqual({ stdin: "in " });
    const [program = "", ...words] = argv;
    const child = spawn(program, words, { stdio: "pipe", env: { ...process.env, X: "x" } });
    let [output, said] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (output += chunk));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk));
    child.stdin.end(send.stdin);
    expect([await once(child, "close"), output, said]).toEqual([[4, null], "in it's x\n", "said\n"]);
  });

  it.concurrent("passes on at once what a slow writer writes", async () => {
    const child = shell(["sh"], "limit 100000");
    child.stdin?.write("abc");
    const [chunk] = await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data");
    expect(String(chunk)).toBe("abc");
    child.stdin?.end();
    await once(child, "close");
  });

  it.concurrent("fails where the receiver is gone", async () => {
    expect(await outcome("{ limit 100000 2>&1; echo $? >&2; } | true; exit 0")).toMatchObject({ code: 0 });
    expect((await outcome("exec 1>&-; limit 100000 2> /dev/null", "data")).code).not.toBe(0);
  });

  it.concurrent("runs a command, and tells the exit code that is not 0", async () => {
    expect(await outcome("paced 1000000 cat", "data")).toEqual({ code: 0, output: "data" });
    expect(await outcome("paced '' cat", "data")).toEqual({ code: 0, output: "data" });
    expect(await outcome("paced 1000000 sh -c 'echo some; exit 3'")).toEqual({ code: 3, output: "some\n" });
    expect(await outcome("paced '' sh -c 'exit 3'")).toEqual({ code: 3, output: "" });
    expect((await outcome("paced none cat 2> /dev/null", "data")).code).not.toBe(0);
  });

  it.concurrent("tells that it was killed, and not that the command had nowhere to write to then", async () => {
    const killed = "limit() { return 137; }; paced 1000000 sh -c 'exit 141'";
    expect(await outcome(killed)).toMatchObject({ code: 137 });
  });

  it.concurrent("can be put where the sender's stages report their exit codes", async () => {
    const stages = `{ codes=$({ { { printf data; exit 1; } 3>&-; echo "$?" >&3; } |
      { paced 1000000 cat >&4; echo "$?" >&3; }; } 3>&1); } 4>&1; echo " $codes"`;
    expect((await outcome(stages)).output).toMatch(/^data /);
  });
});
