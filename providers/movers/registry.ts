import type { Mover } from "../model/mover";
import { archiveMover } from "./archive";
import { filesMover } from "./files";
import { ladder } from "./ladder";

/** The ladder of movers for trees of files, the best first. */
export const treeMover: Mover = ladder([filesMover, archiveMover]);
