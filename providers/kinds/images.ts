import type { ServiceDecl } from "../../schemas/stack";
import { showManifest, tagImage } from "../commands/images";
import type { DockerImage } from "../facts/docker-objects";
import type { ImagePlan } from "../model/plan";
import { act, ask, type Fact, type Procedure } from "../model/procedure";
import type { ImageRef, Observed } from "../model/service";
import { inspectImages } from "./docker-host";
import { contentOf } from "./image-content";
import type { ImageCopy } from "./image-copy";

export type ImageMode = NonNullable<NonNullable<ServiceDecl["move"]>["images"]>;

/** How the target gets one image, exactly enough to do it. */
export interface ImageDecision extends ImagePlan {
  /** The image's id on the source: what is saved where the name points elsewhere by now. */
  readonly id?: string;
  /** What is pulled: by digest where one is known, because a tag may have moved since. */
  readonly reference?: string;
  /** What the name means on the target now, where that is another image: the name will be pointed anew. */
  readonly replaces?: string;
  /** How a copy travels. */
  readonly copy?: ImageCopy;
}

/** What a pull on the target would ask its registry for. */
export function pullReference(wanted: ImageRef): string | undefined {
  if (wanted.name.includes("@sha256:")) return wanted.name;
  const own = wanted.digests.find((digest) => digest.split("@")[0] === repositoryOf(wanted.name));
  return own ?? wanted.digests[0] ?? (wanted.id === undefined ? wanted.name : undefined);
}

/** "registry:5000/shop/web:1.2" is of "registry:5000/shop/web". */
const repositoryOf = (name: string): string => name.replace(/@.*$/, "").replace(/:[^/:]*$/, "");

/** True where both are the same image: the same id, a shared registry digest, or the same content. */
export function sameImage(wanted: ImageRef, found: DockerImage): boolean {
  if (wanted.id === undefined || wanted.id === found.Id) return true;
  const digests = new Set((found.RepoDigests ?? []).map((each) => each.split("@")[1]));
  if (wanted.digests.some((each) => digests.has(each.split("@")[1]))) return true;
  return wanted.content !== undefined && wanted.content === contentOf(found);
}

/**
 * Decides how the target gets an image. `pullable` says whether its registry would give it. An image that is
 * named by its digest can only be pulled: a copy arrives without the digest, and Docker then does not find it.
 */
export function imagePlan(
  mode: ImageMode,
  wanted: ImageRef,
  target: DockerImage | undefined,
  pullable: boolean,
): ImageDecision {
  const { name, bytes } = wanted;
  const head = { name, bytes, ...(wanted.id === undefined ? {} : { id: wanted.id }) };
  if (target && sameImage(wanted, target)) return { ...head, how: "present" };
  const replaces = target ? { replaces: target.Id } : {};
  const reference = pullReference(wanted);
  const pull = {
    ...head,
    ...replaces,
    how: "pull",
    ...(reference === undefined ? {} : { reference }),
  } as const;
  const pinned = name.includes("@sha256:");
  const copyable = wanted.id !== undefined && !pinned;
  if (mode !== "copy" && pullable) return pull;
  if (mode !== "pull" && copyable) return { ...head, ...replaces, how: "copy" };
  if (pullable && pinned) return pull;
  return { ...head, how: "missing" };
}

const manifest = (reference: string): Fact<boolean> => ({
  ask: showManifest(reference),
  parse: ({ code }) => code === 0,
});

/** How each image of the service gets to the target, asked there. Writes nothing. */
export function* planImages(source: Observed, mode: ImageMode): Procedure<readonly ImageDecision[]> {
  const decisions: ImageDecision[] = [];
  for (const wanted of source.images) {
    const there = yield* findImage(wanted);
    const reference = pullReference(wanted);
    const present = there !== undefined && sameImage(wanted, there);
    const asked = !present && reference !== undefined && (mode !== "copy" || wanted.name.includes("@"));
    decisions.push(imagePlan(mode, wanted, there, asked ? yield* ask(manifest(reference)) : false));
  }
  return decisions;
}

/** The image itself, where the host has it under any name; otherwise what the name means there. */
function* findImage(wanted: ImageRef): Procedure<DockerImage | undefined> {
  const found = yield* inspectImages(wanted.id === undefined ? [wanted.name] : [wanted.name, wanted.id]);
  return found.find((image) => sameImage(wanted, image)) ?? found[0];
}

/** Makes the names mean, on this host, the images that they mean for the service. Throws where one is missing. */
export function* nameImages(wanted: readonly ImageRef[]): Procedure<void> {
  for (const image of wanted) {
    if (image.name.includes("@") || image.id === undefined) continue;
    const [named] = yield* inspectImages([image.name]);
    if (named && sameImage(image, named)) continue;
    const there = yield* findImage(image);
    if (!there || !sameImage(image, there)) throw new ImageMissing(image.name);
    yield* ask(act(tagImage(there.Id, image.name)));
  }
}

/** Throws where an image that was copied is not there with the id that it has on the source. */
export function* haveArrived(
  images: readonly { readonly name: string; readonly id: string }[],
): Procedure<void> {
  const found = yield* inspectImages(images.map(({ id }) => id));
  const missing = images.find(({ id }) => !found.some(({ Id }) => Id === id));
  if (missing) throw new ImageMissing(missing.name);
}

/** An image should have been brought before, and is not there. */
export class ImageMissing extends Error {
  override readonly name = "ImageMissing";
  readonly remedy = "Run it again; if it stays so, set `move: { images: copy }` for the service.";
  constructor(image: string) {
    super(`The image ${image} did not arrive as it is on the source.`);
  }
}
