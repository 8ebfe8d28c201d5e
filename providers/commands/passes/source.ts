import type { Means } from "../../model/mover";

/** Programs that make checksums. */
export type Hasher = "b2sum" | "b3sum";

/** One dataset on the source, as the passes see it. */
export interface Source {
  /** The tree, or the directory of a single file. */
  readonly tree: string;
  /** "." or "./NAME" for a single file. */
  readonly start: string;
  /** Ferry's own notes about this dataset in this move. */
  readonly control: string;
  /** From `globsToEre`. */
  readonly exclude: string;
  /** False where a side cannot give files away (a local host without root). */
  readonly owners: boolean;
  /** From `ownerMapWord`, where owners travel by name. */
  readonly map?: string;
  /** How both hosts can send less of a large file than the whole. */
  readonly blocks: Means["blocks"];
  /** Beside the dataset, where a read-only snapshot of it may lie; empty where passes read what changes. */
  readonly snapshot: string;
  /** By what both hosts look at extended attributes. */
  readonly attributes: Means["attributes"];
  /** What makes checksums on both. */
  readonly hasher: Hasher;
  /** From so many entries on a first copy is parted into streams; 0: never. */
  readonly streamsFrom: number;
}
