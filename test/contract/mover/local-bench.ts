import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Means, Mover } from "../../../providers/model/mover";
import { openChannel } from "../../../providers/transport/channel";
import { openTransport } from "../../../providers/transport/open";
import type { MoverBench } from "./bench";

/** A mover between two hosts that are directories of this machine. */
export async function localBench(mover: Mover, means: Means): Promise<MoverBench> {
  const root = await mkdtemp(join(tmpdir(), "ferry-mover-"));
  for (const host of ["alpha", "beta"]) mkdirSync(join(root, host));
  const source = await openTransport("alpha", { local: join(root, "alpha") });
  const target = await openTransport("beta", { local: join(root, "beta") });
  return {
    mover,
    source,
    target,
    means,
    channel: await openChannel(source, target, "suite"),
    scratch: { source: `${source.host.root}/srv`, target: `${target.host.root}/srv` },
    close: async () => {
      // Some of the directories cannot be written to, which only root may ignore.
      execFileSync("chmod", ["-R", "u+rwX", root]);
      await rm(root, { recursive: true, force: true });
    },
  };
}
