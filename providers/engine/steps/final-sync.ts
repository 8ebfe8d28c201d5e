import type { Step } from "../move";
import { finishAll } from "./passes";

/** Sends what changed since the last pass, with the service stopped; everything, where nothing was pre-copied. */
export const finalSync: Step = {
  name: "finalSync",
  harmless: true,
  async do(move) {
    const number = move.took.passes;
    await finishAll(move, number);
    move.took.passes = number + 1;
  },
};
