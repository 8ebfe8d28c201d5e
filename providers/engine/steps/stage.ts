import { imageTransfer, pullImage } from "../../commands/images";
import type { ImageDecision } from "../../kinds/images";
import { act, ask } from "../../model/procedure";
import type { Move, Step } from "../move";
import { perform } from "../perform";
import { carry } from "./send";
import { discardStaging, openStaging } from "./staging";

/** Makes ready all that can be before the stop: images, volumes, stopped containers, staging trees, the way between. */
export const stage: Step = {
  name: "stage",
  async do(move) {
    for (const image of move.images) await bringImage(move, image);
    await perform(move.target, move.kind.stage(move.service, move.observed, move.target.host, move.id));
    await openStaging(move);
  },
  async undo(move) {
    await discardStaging(move);
    await perform(move.target, move.kind.unstage(move.service, move.observed, move.target.host, move.id));
  },
};

async function bringImage(move: Move, image: ImageDecision): Promise<void> {
  if (image.how === "pull") await perform(move.target, ask(act(pullImage(image.name, image.reference))));
  if (image.how === "copy") {
    const carrying = { step: "stage", text: `image ${image.name}`, totalBytes: image.bytes } as const;
    await carry(move, imageTransfer(image.name, image.id), carrying);
    move.log.note(`image ${image.name} copied from ${move.plan.from}`);
  }
}
