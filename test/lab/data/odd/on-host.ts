import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../../../../program/setup/repository";
import type { LabHost } from "../../host";
import { type Entry, entriesIn } from "./differences";

const PROGRAMS = ["records.py", "tree.py", "parts.py", "changes.py", "mapped.py"] as const;
const PLACE = "/opt/odd";

/** Puts the programs of this directory on a host. */
export async function furnish(host: LabHost): Promise<void> {
  for (const name of PROGRAMS) {
    await host.write(`${PLACE}/${name}`, await readFile(join(repository(), "test/lab/data/odd", name)));
  }
}

export type Part = "huge" | "deep" | "specials" | "flags" | "own" | (string & {});

/** Makes the odd tree, or the parts of it that are named. */
export async function makeOddTree(
  host: LabHost,
  tree: string,
  seed: number,
  ...parts: Part[]
): Promise<void> {
  await host.must(`python3 ${PLACE}/tree.py '${tree}' ${seed} ${parts.join(" ")}`);
}

/** Does `count` changes to a tree, drawn by the seed, of any kind but those named in `without`. */
export async function changeTree(
  host: LabHost,
  tree: string,
  seed: number,
  count: number,
  ...without: "attributed"[]
): Promise<void> {
  await host.must(`python3 ${PLACE}/changes.py '${tree}' ${seed} ${count} ${without.join(" ")}`);
}

/** What the kernel says that a tree holds; no entries where it is not there. */
export async function entriesOf(host: LabHost, tree: string): Promise<Entry[]> {
  return entriesIn(await host.must(`[ ! -d '${tree}' ] || python3 ${PLACE}/records.py '${tree}'`));
}

/** nspawn gives a host no loop devices; it may make them, since they are this machine's. */
const MOUNT_DISK = `set -e; file=$(mktemp /opt/disk.XXXXXX)
[ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237
for n in $(seq 0 31); do [ -e /dev/loop$n ] || mknod /dev/loop$n b 7 $n; done`;

/** Mounts a small disk (ext4, in a file) on a host; it goes with its mount. */
export async function mountDisk(host: LabHost, place: string, megabytes: number): Promise<void> {
  await host.must(`${MOUNT_DISK}; truncate -s ${megabytes}m $file; mkfs.ext4 -q -m 0 -O ^has_journal $file
    mkdir -p '${place}'; mount -o loop $file '${place}'; rm $file; rmdir '${place}/lost+found'`);
}

/** A disk with room on it, of which a quota allows so much. (The kernel here knows quotas of btrfs, and of nothing else.) */
export async function mountQuota(host: LabHost, place: string, megabytes: number): Promise<void> {
  await mountBtrfs(host, place, 1000);
  await host.must(
    `btrfs quota enable '${place}'; btrfs -q quota rescan -w '${place}'; btrfs qgroup limit ${megabytes}m 0/5 '${place}'`,
  );
}

/** Likewise with btrfs; only what is written takes room. */
export async function mountBtrfs(host: LabHost, place: string, megabytes: number): Promise<void> {
  await host.must(`${MOUNT_DISK}; truncate -s ${megabytes}m $file; mkfs.btrfs -q $file
    mkdir -p '${place}'; mount -o loop $file '${place}'; rm $file`);
}
