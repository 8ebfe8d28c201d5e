import type { Step } from "../move";
import { perform } from "../perform";
import { bringImages } from "./images";
import { discardStaging, openStaging } from "./staging";

/** Makes ready all that can be before the stop: images, volumes, stopped containers, staging trees, the way between. */
export const stage: Step = {
  name: "stage",
  async do(move) {
    await bringImages(move);
    await perform(move.target, move.kind.stage(move.service, move.observed, move.target.host, move.id));
    await openStaging(move);
  },
  async undo(move) {
    await discardStaging(move);
    await perform(move.target, move.kind.unstage(move.service, move.observed, move.target.host, move.id));
  },
};
