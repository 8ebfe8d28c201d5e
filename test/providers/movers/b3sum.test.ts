import { delimiter } from "node:path";
import { describe } from "vitest";
import { filesMover } from "../../../providers/movers/files";
import { copyContract } from "../../contract/mover";
import { withTools } from "../../contract/mover/tools";
import { B3SUM } from "../b3sum";
import { localFiles } from "./local-files";

describe.skipIf(B3SUM === undefined)("where both hosts have b3sum", () => {
  const path = [process.env.PATH, B3SUM].join(delimiter);
  copyContract("the files mover", () =>
    localFiles(withTools(filesMover, { source: path, target: path }), { hasher: "b3sum" }),
  );
});
