import { createHash } from "node:crypto";
import { z } from "zod";
import { showHeldLayers, showLayerSizes } from "../commands/image-layers";
import { CommandFailed, type Fact } from "../model/procedure";
import { readJson } from "./json";

/** xargs says so where a command that it ran failed: an image was removed meanwhile. The others were printed. */
const SOME_FAILED = 123;

const layers = z.array(z.string()).nullable();

/** The chain ids of all layers that the images of a host are made of. */
export const heldChains = (): Fact<ReadonlySet<string>> => {
  const ask = showHeldLayers();
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0 && result.code !== SOME_FAILED) throw new CommandFailed(ask, result);
      const lines = result.stdout.split("\n").filter((line) => line.startsWith("["));
      return new Set(lines.flatMap((line) => chainsOf(readJson("docker image inspect", line, layers) ?? [])));
    },
  };
};

/**
 * The chain id of each layer (OCI image-spec, config.md): what names a layer together with all that lies below it.
 * Docker keeps layers by it; the same files on top of others are another layer.
 */
export function chainsOf(diffs: readonly string[]): string[] {
  const chains: string[] = [];
  for (const diff of diffs) {
    const below = chains.at(-1);
    chains.push(below === undefined ? diff : `sha256:${sha256(`${below} ${diff}`)}`);
  }
  return chains;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The bytes of each image's layers that have files, from the top down; undefined for an image whose history Docker
 * does not tell. Layers without files are left out: history does not tell them from steps that made no layer.
 */
export const layerSizes = (ids: readonly string[]): Fact<readonly (readonly number[] | undefined)[]> => ({
  ask: showLayerSizes(ids),
  parse: ({ stdout }) => {
    const lines = stdout.split("\n");
    return ids.map((_, index) => sizesIn(lines[index] ?? ""));
  },
});

function sizesIn(line: string): number[] | undefined {
  const words = line.split(" ").filter(Boolean);
  const all = words.map(Number);
  return words.length === 0 || all.some(Number.isNaN) ? undefined : all.filter((bytes) => bytes > 0);
}
