import { filesMover } from "../../../providers/movers/files";
import type { MoverBench } from "../../contract/mover/bench";
import { localBench } from "../../contract/mover/local-bench";

/** The files mover between two local hosts that have all the tools it knows what to do with. */
export const localFiles = (): Promise<MoverBench> =>
  localBench(filesMover, { codec: "zstd", blocks: true, attributes: "python3" });
