import { archiveMover } from "../../../providers/movers/archive";
import { killedContract } from "../../contract/mover";
import { localArchive } from "./local-archive";

killedContract("the archive mover with GNU tools", localArchive, archiveMover.lacks);
