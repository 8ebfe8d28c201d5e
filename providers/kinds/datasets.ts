import type { DockerVolume } from "../facts/docker-objects";
import type { Check, Dataset, LeftBehind } from "../model/service";
import { judge, type UsedPath, within } from "./host-paths";
import { judgeVolume } from "./volumes";

/** A Docker volume of the service as it is on the source. */
export interface UsedVolume {
  readonly volume: DockerVolume;
  readonly by: string;
  readonly external: boolean;
  /** Where Docker gave it its name itself, and nothing can ask for it by name. */
  readonly anonymous?: { readonly attach: boolean; readonly why: string };
}

export interface Used {
  /** The service's own directory, if it has one: where it really lies. */
  readonly directory?: string;
  readonly volumes: readonly UsedVolume[];
  readonly paths: readonly UsedPath[];
}

export interface Sorted {
  readonly datasets: readonly Dataset[];
  readonly left: readonly LeftBehind[];
  readonly troubles: readonly Check[];
}

/**
 * Sorts what a service uses into what travels, what stays and why, and what a user must mend first. A tree
 * inside another one that travels is part of it, so that nothing is sent twice.
 */
export function sortData(used: Used): Sorted {
  const datasets: Dataset[] = [];
  const left: LeftBehind[] = [];
  const troubles: Check[] = [];
  if (used.directory !== undefined)
    datasets.push({ id: "directory", type: "directory", path: used.directory });
  for (const path of distinct(used.paths)) {
    if (used.directory !== undefined && within(path.real, used.directory) && path.type !== "socket") continue;
    const verdict = judge(path);
    if (verdict.travels) datasets.push(ofPath(path));
    else left.push({ what: `${path.path} (${path.by})`, why: verdict.why });
    if (!verdict.travels && verdict.trouble) troubles.push(verdict.trouble);
  }
  for (const volume of used.volumes) {
    const verdict = judgeVolume(volume);
    if (verdict.dataset) datasets.push(verdict.dataset);
    if (verdict.left) left.push(verdict.left);
    if (verdict.trouble) troubles.push(verdict.trouble);
  }
  return { datasets: outermost(datasets), left, troubles };
}

function ofPath(path: UsedPath): Dataset {
  const dataset = { id: `bind:${path.path}`, type: "bind", path: path.real } as const;
  return path.type === "file" ? { ...dataset, file: true } : dataset;
}

/**
 * One entry a path, in order of paths: Docker tells mounts in no order at all, and the same service must give
 * the same plan. What one of its users writes to is written to.
 */
function distinct(paths: readonly UsedPath[]): UsedPath[] {
  const byPath = new Map<string, UsedPath>();
  const ordered = [...paths].sort((a, b) => order(a.path, b.path) || order(a.by, b.by));
  for (const path of ordered) {
    const known = byPath.get(path.path);
    const by = known && !known.by.split(", ").includes(path.by) ? `${known.by}, ${path.by}` : path.by;
    byPath.set(path.path, { ...path, by, readOnly: path.readOnly && (known?.readOnly ?? true) });
  }
  return [...byPath.values()];
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of several names for one place, the one without symbolic links counts. */
function outermost(datasets: readonly Dataset[]): Dataset[] {
  const plain = ({ id, path }: Dataset): boolean => id === "directory" || id.endsWith(path);
  return datasets.filter(
    (each, at) =>
      !datasets.some((other, place) => {
        if (place === at || !within(each.path, other.path)) return false;
        if (each.path !== other.path) return true;
        return plain(each) === plain(other) ? place < at : plain(other);
      }),
  );
}
