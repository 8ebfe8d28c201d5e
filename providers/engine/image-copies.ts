import { dockerInfo } from "../facts/docker";
import { heldChains, layerSizes } from "../facts/image-layers";
import { bytesOnTop, type CopyWay, chooseLayers, wayOf } from "../kinds/image-copy";
import type { ImageDecision } from "../kinds/images";
import type { Means } from "../model/mover";
import { ask } from "../model/procedure";
import type { ImageRef } from "../model/service";
import type { Transport } from "../model/transport";
import { perform } from "./perform";
import type { SharedFacts } from "./sharing";

/** Both hosts, and what they have for carrying. */
export interface Between {
  readonly source: Transport;
  readonly target: Transport;
  /** Of the source. */
  readonly tools: ReadonlySet<string>;
  readonly codec: Means["codec"];
}

/**
 * Decides how images that are copied travel, and asks both hosts how much of them that is. Asks nothing where none
 * is copied. Writes nothing.
 */
export async function planCopies(
  between: Between,
  refs: readonly ImageRef[],
  images: readonly ImageDecision[],
  shared: SharedFacts,
): Promise<readonly ImageDecision[]> {
  if (!images.some(({ how }) => how === "copy")) return images;
  const way = await wayBetween(between, shared);
  const planned = images.map((image) => (image.how === "copy" ? withWay(image, way, between, refs) : image));
  return way.filter ? withLayers(between, planned) : planned;
}

async function wayBetween(between: Between, shared: SharedFacts): Promise<CopyWay> {
  const { source, target, tools } = between;
  const [from, to] = await Promise.all(
    [source, target].map((host) => perform(host, ask(dockerInfo()), { shared })),
  );
  return wayOf(
    { name: source.host.name, store: from?.store ?? "unknown" },
    { name: target.host.name, store: to?.store ?? "unknown" },
    tools,
  );
}

function withWay(
  image: ImageDecision,
  { together, filter, because }: CopyWay,
  { codec, source }: Between,
  refs: readonly ImageRef[],
): ImageDecision {
  const layers = together ? refs.find(({ name }) => name === image.name)?.layers : undefined;
  const untold = together && !layers ? `Docker on ${source.host.name} does not tell its layers` : undefined;
  const whole = because ?? untold;
  return {
    ...image,
    copy: { codec, filter, ...(layers ? { layers } : {}) },
    ...(whole === undefined ? {} : { whole }),
  };
}

/** The images with what of each the target lacks. */
async function withLayers(
  { source, target }: Between,
  images: readonly ImageDecision[],
): Promise<readonly ImageDecision[]> {
  const copies = copiedTogether(images);
  if (copies.length === 0) return images;
  const [held, sizes] = await Promise.all([
    perform(target, ask(heldChains())),
    perform(source, ask(layerSizes(copies.map(({ id }) => id)))),
  ]);
  const { travelling } = chooseLayers(
    copies.map(({ layers }) => layers),
    held,
  );
  return images.map((image) => {
    const at = copies.findIndex(({ name }) => name === image.name);
    const found = travelling[at];
    if (!found) return image;
    const bytes = bytesOnTop(sizes[at], found.lacking, found.of) ?? image.bytes;
    return { ...image, layers: { ...found, bytes: Math.min(bytes, image.bytes) } };
  });
}

/** An image that travels in one archive with others. */
export interface Together {
  readonly name: string;
  readonly id: string;
  readonly layers: readonly string[];
}

/** Those images that travel in one archive. */
export function copiedTogether(images: readonly ImageDecision[]): Together[] {
  return images.flatMap(({ name, id, copy }) =>
    copy?.layers && id !== undefined ? [{ name, id, layers: copy.layers }] : [],
  );
}
