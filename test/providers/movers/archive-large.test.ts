import { archiveMover } from "../../../providers/movers/archive";
import { largeFilesContract } from "../../contract/mover";
import { withBusyboxOnly } from "./local-archive";

withBusyboxOnly((name, open) => largeFilesContract(name, open, archiveMover.lacks));
