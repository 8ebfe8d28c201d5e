import { spawn } from "node:child_process";

/** What a program that ended left behind; `code` is 128 + the signal's number where a signal ended it. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnOptions {
  readonly stdin?: string | Buffer;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The program is ended after this many milliseconds. */
  readonly within?: number;
}

/** Runs a program to its end. A code other than 0 is data; rejects only when it could not be started. */
export function run(argv: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.within,
      killSignal: "SIGKILL",
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({
        code: code ?? (signal === "SIGKILL" ? 137 : 143),
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
    // A program that ends before it has read everything is judged by its code, not by EPIPE.
    child.stdin?.on("error", () => {});
    child.stdin?.end(options.stdin);
  });
}

/** Runs a program that has to succeed and gives its standard output; throws with what it said otherwise. */
export async function must(argv: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const done = await run(argv, options);
  if (done.code !== 0) {
    const said = (done.stderr.trim() || done.stdout.trim()).split("\n").slice(-6).join("\n  ");
    throw new Error(`\`${argv.join(" ").slice(0, 160)}\` exited with ${done.code}:\n  ${said}`);
  }
  return done.stdout;
}
