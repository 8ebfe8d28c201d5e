import type { Step } from "../move";
import { perform } from "../perform";

/** Leaves the source's copy as it was when it stopped, and takes away what only the move needed. */
export const retain: Step = {
  name: "retain",
  async do(move) {
    await move.way.close();
    for (const passage of move.memo.passages) {
      await perform(move.source, move.mover.forget(passage));
      await perform(move.target, move.mover.discard(passage));
    }
    await move.controls.clear();
    await move.journal.close("committed");
    await move.lease.give();
  },
};
