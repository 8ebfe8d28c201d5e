import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Transport } from "../../../providers/model/transport";
import { localTransport } from "../../../providers/transport/local";
import { inside } from "./inside";
import { namespace } from "./namespace";

/** Owners can be given away by root only, and a namespace of mounts is root's to make. */
export const mayOwn = (): boolean => process.getuid?.() === 0;

export interface Tree {
  readonly host: Transport;
  close(): Promise<void>;
}

// The paths below /var/lib/ferry are the same on all whole hosts; here each host has its own.
const OWN_RECORDS = `mount --make-rprivate / && mkdir -p /var/lib/ferry && mount --bind "$1" /var/lib/ferry`;

/** A host without a root directory of its own, as far as paths and owners go: root on this machine, in a namespace. */
export async function wholeHost(name: string, directory: string): Promise<Tree> {
  const records = join(directory, name, "ferry");
  mkdirSync(records, { recursive: true });
  const { prefix, close } = await namespace(["-m"], ["-m"], OWN_RECORDS, records);
  const host = { name, address: "127.0.0.1", root: "" };
  const here = localTransport({ ...host, root: "/" });
  return { host: { ...inside(here, prefix), host }, close };
}
