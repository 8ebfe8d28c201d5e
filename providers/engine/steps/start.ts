import type { Step } from "../move";
import { perform } from "../perform";

/** Swaps the staged data in and starts the copy on the target. */
export const start: Step = {
  name: "start",
  guardsSource: true,
  async do(move) {
    await Promise.all(move.memo.passages.map((passage) => perform(move.target, move.mover.swap(passage))));
    await perform(move.target, move.kind.start(move.service, move.target.host));
  },
  async undo(move) {
    await perform(move.target, move.kind.fence(move.service, move.target.host));
    await perform(move.target, move.kind.stop(move.service, move.target.host));
    for (const passage of [...move.memo.passages].reverse()) {
      await perform(move.target, move.mover.unswap(passage));
    }
  },
};
