import { delimiter } from "node:path";
import { describe } from "vitest";
import { filesMover } from "../../../providers/movers/files";
import { copyContract } from "../../contract/mover";
import { localBench } from "../../contract/mover/local-bench";
import { withTools } from "../../contract/mover/tools";
import { B3SUM } from "../b3sum";

describe.skipIf(B3SUM === undefined)("where both hosts have b3sum", () => {
  const path = [process.env.PATH, B3SUM].join(delimiter);
  copyContract("the files mover", () =>
    localBench(withTools(filesMover, { source: path, target: path }), {
      codec: "zstd",
      blocks: true,
      attributes: "python3",
      hasher: "b3sum",
    }),
  );
});
