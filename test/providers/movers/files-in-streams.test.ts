import { availableParallelism } from "node:os";
import { filesMover } from "../../../providers/movers/files";
import { copyContract, killedContract, swapContract } from "../../contract/mover";
import type { MoverBench } from "../../contract/mover/bench";
import { localFiles } from "./local-files";

// Any first copy at all in as many streams as there are processors; with one there is only ever one.
const streams = availableParallelism() === 1 ? "one stream, for want of processors" : "several streams";
const name = `the files mover with ${streams}`;
const open = (): Promise<MoverBench> => localFiles(filesMover, { streamsFrom: 1 });

copyContract(name, open);
swapContract(name, open);
killedContract(name, open);
