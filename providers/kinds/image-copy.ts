import type { Layer } from "../commands/image-layers";
import type { DockerInfo } from "../facts/docker";
import { chainsOf } from "../facts/image-layers";
import type { Means } from "../model/mover";
import type { TravellingLayers } from "../model/plan";

/** How an image is copied from the source. */
export interface ImageCopy {
  readonly codec: Means["codec"];
  /** Its diff ids, from the bottom up, where both hosts keep images by them: such images travel in one archive. */
  readonly layers?: readonly string[];
  /** True where the source can leave layers out of the archive. */
  readonly filter: boolean;
}

/** A host that an image is copied from or to. */
export interface ImageHost {
  readonly name: string;
  readonly store: DockerInfo["store"];
}

/** The rung that images travel on. `because` says why all of each travels, where it does. */
export interface CopyWay {
  /** True where both hosts keep layers by their chain ids. */
  readonly together: boolean;
  readonly filter: boolean;
  readonly because?: string;
}

/** Decides whether layers can be left out between two hosts; `tools` are the source's. */
export function wayOf(source: ImageHost, target: ImageHost, tools: ReadonlySet<string>): CopyWay {
  const other = [source, target].find(({ store }) => store !== "layers");
  if (other) return { together: false, filter: false, because: storeMeans(other) };
  if (!tools.has("python3"))
    return { together: true, filter: false, because: `no python3 on ${source.name}` };
  return { together: true, filter: true };
}

/** Another store does not take an archive from which layers are missing, and names layers by what they are compressed. */
const storeMeans = ({ name, store }: ImageHost): string =>
  store === "containerd"
    ? `Docker on ${name} keeps images in containerd's store`
    : `Docker on ${name} does not say how it keeps images`;

/** What of several images travels. */
export interface Choice {
  /** What need not be in the archive. */
  readonly leave: readonly Layer[];
  /** By image, in their order: a layer that several have counts for the first of them. */
  readonly travelling: readonly Pick<TravellingLayers, "lacking" | "of">[];
}

/**
 * Chooses the layers that travel. `images` are lists of diff ids, `held` the chain ids that the target has. Files are
 * named by diff ids: one that any lacking layer needs stays in the archive, also where the target has the same
 * files on top of other layers.
 */
export function chooseLayers(images: readonly (readonly string[])[], held: ReadonlySet<string>): Choice {
  const layers = images.map((diffs) => {
    const chains = chainsOf(diffs);
    return diffs.map((diff, index) => ({ diff, chain: chains[index] ?? "" }));
  });
  const there = (layer: Layer): boolean => held.has(layer.chain);
  const needed = new Set(layers.flat().flatMap((layer) => (there(layer) ? [] : [layer.diff])));
  const spare = layers.flat().filter((layer) => there(layer) && !needed.has(layer.diff));
  const leave = [...new Map(spare.map((layer) => [layer.chain, layer])).values()];
  const seen = new Set(held);
  const travelling = layers.map((each) => {
    const lacking = each.filter(({ chain }) => !seen.has(chain)).length;
    for (const { chain } of each) seen.add(chain);
    return { lacking, of: each.length };
  });
  return { leave: leave.map(({ chain, diff }) => ({ chain: hex(chain), diff: hex(diff) })), travelling };
}

const hex = (digest: string): string => digest.replace(/^sha256:/, "");

/**
 * The bytes of the layers on top, of what each layer with files holds from the top down. Layers without files are not
 * in that list, so that it is the most that they can be.
 */
export function bytesOnTop(
  sizes: readonly number[] | undefined,
  lacking: number,
  of: number,
): number | undefined {
  if (lacking === 0) return 0;
  if (lacking === of) return undefined;
  return sizes?.slice(0, lacking).reduce((sum, bytes) => sum + bytes, 0);
}
