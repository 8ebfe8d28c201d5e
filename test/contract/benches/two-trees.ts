import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Transport } from "../../../providers/model/transport";
import { localTransport } from "../../../providers/transport/local";
import { inside } from "./inside";

/** Owners can be given away by root only, and a namespace of mounts is root's to make. */
export const mayOwn = (): boolean => process.getuid?.() === 0;

export interface Tree {
  readonly host: Transport;
  close(): Promise<void>;
}

// The paths below /var/lib/ferry are the same on all whole hosts; here each host has its own.
const HOLD = `mount --make-rprivate / && mkdir -p /var/lib/ferry && mount --bind "$1" /var/lib/ferry && echo up && exec cat`;

/** A host without a root directory of its own, as far as paths and owners go: root on this machine, in a namespace. */
export async function wholeHost(name: string, directory: string): Promise<Tree> {
  const records = join(directory, name, "ferry");
  mkdirSync(records, { recursive: true });
  const holder = spawn("unshare", ["-m", "sh", "-c", HOLD, "ferry", records], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await up(holder);
  const host = { name, address: "127.0.0.1", root: "" };
  const here = localTransport({ ...host, root: "/" });
  return {
    host: { ...inside(here, ["nsenter", "-t", String(holder.pid), "-m"]), host },
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
