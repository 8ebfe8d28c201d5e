import { rm } from "node:fs/promises";
import { join } from "node:path";
import { must } from "../../../program/setup/spawn";
import type { LabHost } from "../../lab/host";

/** Far more than any bench writes; only what is written takes room. */
const BYTES = "80G";

/** A pass that has arrived is still being written to the disk, by a program that holds on to it for a moment. */
const LET_GO = `{ for i in $(seq 100); do umount PATH 2> /dev/null && exit 0; sleep 0.1; done; umount PATH; }`;

/**
 * Gives a host an empty disk of its own at a path, in place of the one that it had there: a file system that no other
 * host flushes, and where nothing was deleted a moment ago. (ext4 hands out the places of inodes deleted in the last
 * minutes only after a long search: a tree that was just removed makes the next one ten times as slow to write.)
 */
export async function newDisk(host: LabHost, path: string): Promise<void> {
  const image = join(host.root, "..", "docker", "bench.img");
  await host.must(`mkdir -p ${path}; ! mountpoint -q ${path} || ${LET_GO.replaceAll("PATH", path)}`);
  await rm(image, { force: true });
  await must(["truncate", "-s", BYTES, image]);
  await must(["mkfs.ext4", "-q", "-F", "-m", "0", image]);
  const device = (await must(["losetup", "--find", "--show", "--direct-io=on", image])).trim();
  try {
    // The host's /dev has no such devices of its own.
    const number = /(\d+)$/.exec(device)?.[1] ?? "";
    await host.must(`[ -e ${device} ] || mknod ${device} b 7 ${number}; mount ${device} ${path}`);
  } finally {
    // It goes for good with its last mount, however that ends.
    await must(["losetup", "--detach", device]);
  }
}
