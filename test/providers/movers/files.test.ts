import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesMover } from "../../../providers/movers/files";
import { openChannel } from "../../../providers/transport/channel";
import { openTransport } from "../../../providers/transport/open";
import { killedContract, moverContract } from "../../contract/mover";
import type { MoverBench } from "../../contract/mover/bench";

async function bench(): Promise<MoverBench> {
  const root = await mkdtemp(join(tmpdir(), "ferry-mover-"));
  for (const host of ["alpha", "beta"]) mkdirSync(join(root, host));
  const source = await openTransport("alpha", { local: join(root, "alpha") });
  const target = await openTransport("beta", { local: join(root, "beta") });
  return {
    mover: filesMover,
    source,
    target,
    means: { codec: "zstd", blocks: true, attributes: "python3" },
    channel: await openChannel(source, target, "suite"),
    scratch: { source: `${source.host.root}/srv`, target: `${target.host.root}/srv` },
    close: async () => {
      // Some of the directories cannot be written to, which only root may ignore.
      execFileSync("chmod", ["-R", "u+rwX", root]);
      await rm(root, { recursive: true, force: true });
    },
  };
}

moverContract("the files mover between local hosts", bench);
killedContract("the files mover between local hosts", bench);
