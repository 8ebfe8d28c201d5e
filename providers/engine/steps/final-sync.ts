import type { Step } from "../move";
import { sendAll } from "./passes";

/** Sends what changed since the last pass, with the service stopped; everything, where nothing was pre-copied. */
export const finalSync: Step = {
  name: "finalSync",
  harmless: true,
  async do(move) {
    const number = move.took.passes;
    await sendAll(move, { number, step: "finalSync" });
    move.took.passes = number + 1;
  },
};
