import type { Means, Mover } from "../../../providers/model/mover";
import { filesMover } from "../../../providers/movers/files";
import type { MoverBench } from "../../contract/mover/bench";
import { localBench } from "../../contract/mover/local-bench";

/** The files mover, or a variant of it, between two local hosts that have all the tools it needs to do its best. */
export const localFiles = (mover: Mover = filesMover, more: Partial<Means> = {}): Promise<MoverBench> =>
  localBench(mover, { codec: "zstd", blocks: true, attributes: "python3", ...more });
