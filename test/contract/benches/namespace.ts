import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** A network of its own for programs of a test that listen on port 80; gone when it is closed. */
export interface Namespace {
  /** Put before an argument vector, runs it inside. */
  readonly prefix: readonly string[];
  close(): Promise<void>;
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Does this machine allow it? */
export function mayMakeNetworks(): boolean {
  return spawnSync("unshare", [isRoot() ? "-n" : "-rn", "ip", "link", "set", "lo", "up"]).status === 0;
}

/** Makes a network namespace with a loopback; rejects where this machine does not allow it. */
export async function networkNamespace(): Promise<Namespace> {
  const holder = spawn(
    "unshare",
    [isRoot() ? "-n" : "-rn", "sh", "-c", "ip link set lo up && echo up && exec cat"],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  await up(holder);
  const into = [
    "nsenter",
    "-t",
    String(holder.pid),
    ...(isRoot() ? ["-n"] : ["-U", "--preserve-credentials", "-n"]),
  ];
  return {
    prefix: into,
    close: async () => {
      holder.stdin?.end();
      if (holder.exitCode === null) await once(holder, "exit");
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
