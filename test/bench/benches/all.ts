import type { Bench } from "../bench";
import { manyFiles } from "./many-files";
import { unchanged } from "./unchanged";
import { wholeMove } from "./whole-move";

/** In the order in which they run: the shortest first. */
export const benches: readonly Bench[] = [unchanged, manyFiles, wholeMove];
