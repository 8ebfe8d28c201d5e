import { layersTransfer } from "../../commands/image-layers";
import { imageTransfer, pullImage } from "../../commands/images";
import { heldChains } from "../../facts/image-layers";
import { type Choice, chooseLayers } from "../../kinds/image-copy";
import { haveArrived, type ImageDecision } from "../../kinds/images";
import { act, ask } from "../../model/procedure";
import { copiedTogether, type Together } from "../image-copies";
import type { Move } from "../move";
import { isInterruption } from "../pause";
import { perform } from "../perform";
import { carry } from "./carry";

/**
 * Brings the images that the target lacks: pulled there, or copied from the source. Those whose layers can be told
 * apart travel in one archive, without the layers that the target has; the others one by one.
 */
export async function bringImages(move: Move): Promise<void> {
  const { images, target } = move;
  for (const { name, reference } of images.filter(({ how }) => how === "pull"))
    await perform(target, ask(act(pullImage(name, reference))));
  const together = copiedTogether(images);
  if (together.length > 0) await bringTogether(move, together);
  const names = new Set(together.map(({ name }) => name));
  for (const image of images.filter(({ how, name }) => how === "copy" && !names.has(name)))
    await bringAlone(move, image);
}

async function bringTogether(move: Move, images: readonly Together[]): Promise<void> {
  const choice = await choose(move, images);
  try {
    await carryLayers(move, images, choice);
  } catch (error) {
    // A layer was removed on the target since it was asked, or its Docker is one that wants all of them.
    if (choice.leave.length === 0 || move.controls.signal.aborted || isInterruption(error)) throw error;
    move.log.note(
      `${move.plan.to} did not take the images by layers, so that all of them travel: ${text(error)}`,
    );
    await carryLayers(move, images, chooseLayers(layersOf(images), new Set()));
  }
}

async function choose(move: Move, images: readonly Together[]): Promise<Choice> {
  const filter = move.images.every(({ copy }) => copy?.filter ?? true);
  const held = filter ? await perform(move.target, ask(heldChains())) : new Set<string>();
  return chooseLayers(layersOf(images), held);
}

async function carryLayers(move: Move, images: readonly Together[], choice: Choice): Promise<void> {
  const { codec = "none", filter = false } = move.images.find(({ copy }) => copy?.layers)?.copy ?? {};
  const ids = [...new Set(images.map(({ id }) => id))];
  await carry(move, layersTransfer(ids, choice.leave, { filter, codec }), {
    step: "stage",
    text: images.length === 1 ? `image ${images[0]?.name}` : `${images.length} images`,
    totalBytes: plannedBytes(move, images),
  });
  await perform(move.target, haveArrived(images));
  for (const [at, { name }] of images.entries()) {
    const { lacking = 0, of = 0 } = choice.travelling[at] ?? {};
    const part = filter && lacking < of ? ` by ${lacking} of ${of} layers` : "";
    move.log.note(`image ${name} copied from ${move.plan.from}${part}`);
  }
}

/** As the plan has it: a layer that several images share counts once. */
function plannedBytes(move: Move, images: readonly Together[]): number {
  const names = new Set(images.map(({ name }) => name));
  const planned = move.images.filter(({ name }) => names.has(name));
  return planned.reduce((sum, { bytes, layers }) => sum + (layers?.bytes ?? bytes), 0);
}

async function bringAlone(move: Move, { name, id, bytes, copy }: ImageDecision): Promise<void> {
  const carrying = { step: "stage", text: `image ${name}`, totalBytes: bytes } as const;
  await carry(move, imageTransfer(name, id, copy?.codec), carrying);
  move.log.note(`image ${name} copied from ${move.plan.from}`);
}

const layersOf = (images: readonly Together[]): (readonly string[])[] => images.map(({ layers }) => layers);

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));
