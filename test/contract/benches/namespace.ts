import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Namespaces that a process of a test's own holds; gone when they are closed. */
export interface Namespace {
  /** Put before an argument vector, runs it inside. */
  readonly prefix: readonly string[];
  close(): Promise<void>;
}

/**
 * Makes namespaces by options of unshare(1), and runs a shell script in them, with `words` as its arguments; `enter` are
 * the options of nsenter(1) that lead there. Rejects where this machine does not allow it.
 */
export async function namespace(
  unshare: readonly string[],
  enter: readonly string[],
  prepare: string,
  ...words: readonly string[]
): Promise<Namespace> {
  const hold = ["sh", "-c", `${prepare} && echo up && exec cat`, "ferry", ...words];
  const holder = spawn("unshare", [...unshare, ...hold], { stdio: ["pipe", "pipe", "inherit"] });
  await up(holder);
  return {
    prefix: ["nsenter", "-t", String(holder.pid), ...enter],
    close: async () => {
      holder.stdin?.end();
      if (holder.exitCode === null && holder.signalCode === null) await once(holder, "exit");
    },
  };
}

function up(holder: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    holder.once("error", reject);
    holder.once("exit", (code) => reject(new Error(`unshare exited with ${code}`)));
    holder.stdout?.once("data", () => resolve());
  });
}
