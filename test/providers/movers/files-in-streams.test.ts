import { availableParallelism } from "node:os";
import { filesMover } from "../../../providers/movers/files";
import { moverContract } from "../../contract/mover";
import { localBench } from "../../contract/mover/local-bench";

// Any first copy at all in as many streams as there are processors; with one there is only ever one.
const one = availableParallelism() === 1;
moverContract(`the files mover with ${one ? "one stream, for want of processors" : "several streams"}`, () =>
  localBench(filesMover, { codec: "zstd", blocks: true, attributes: "python3", streamsFrom: 1 }),
);
