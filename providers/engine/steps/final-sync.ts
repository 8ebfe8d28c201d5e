import type { Step } from "../move";
import { sendPass } from "./send";

/** Sends what changed since the last pass, with the service stopped; everything, where nothing was pre-copied. */
export const finalSync: Step = {
  name: "finalSync",
  harmless: true,
  async do(move) {
    const number = move.took.passes;
    // Side by side: every second here is a second in which nobody is answered.
    await Promise.all(move.memo.passages.map((passage) => sendPass(move, passage, number, "finalSync")));
    move.took.passes = number + 1;
  },
};
