import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openChannel } from "../../../providers/transport/channel";
import { openTransport } from "../../../providers/transport/open";
import type { MoverBench } from "../mover/bench";
import { btrfsDisk } from "./btrfs";

/**
 * Two local hosts, the source's data on a btrfs and read from snapshots. With "data" only what is below /srv is on it,
 * with "all" Ferry's notes are too.
 */
export async function snapshotBench(
  on: "data" | "all",
  more: Pick<MoverBench, "mover" | "means">,
): Promise<MoverBench> {
  const root = mkdtempSync(join(tmpdir(), "ferry-snapshots-"));
  const alpha = join(root, "alpha");
  const disk = btrfsDisk("4G", on === "all" ? alpha : join(alpha, "srv"));
  mkdirSync(join(root, "beta"));
  const source = await openTransport("alpha", { local: alpha });
  const target = await openTransport("beta", { local: join(root, "beta") });
  return {
    ...more,
    source,
    target,
    snapshot: true,
    channel: await openChannel(source, target, "suite"),
    scratch: { source: join(alpha, "srv"), target: join(root, "beta/srv") },
    close: async () => {
      disk.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The subvolumes of a host, as btrfs itself lists them. */
export const subvolumes = (path: string): string[] =>
  execFileSync("btrfs", ["subvolume", "list", path], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => / path (.*)$/.exec(line)?.[1] ?? []);
