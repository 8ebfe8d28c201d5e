import type { Step } from "../move";
import { discardStaging, openStaging } from "./precopy";
import { sendPass } from "./send";

/** Sends what changed since the last pass, with the service stopped; everything, where nothing was pre-copied. */
export const finalSync: Step = {
  name: "finalSync",
  async do(move) {
    if (move.plan.strategy === "cold") await openStaging(move);
    const number = move.took.passes;
    for (const passage of move.memo.passages) await sendPass(move, passage, number, "finalSync");
    move.took.passes = number + 1;
  },
  undo: async (move) => {
    if (move.plan.strategy === "cold") await discardStaging(move);
  },
};
