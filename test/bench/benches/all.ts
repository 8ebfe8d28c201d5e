import type { Bench } from "../bench";
import { unchanged } from "./unchanged";

export const benches: readonly Bench[] = [unchanged];
