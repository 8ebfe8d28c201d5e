import { dockerInfo } from "../facts/docker";
import { seenPaths } from "../facts/paths";
import { at, type Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Dataset } from "../model/service";
import type { UsedVolume } from "./datasets";
import { inspectVolumes } from "./docker-host";
import { placeOf } from "./docker-volumes";

/**
 * Where directories and binds will lie on the target: at the path the service knows them by, as far as it is
 * there without symbolic links, so that the swap renames the tree itself. `directory` is the service's own.
 */
export function* placePaths(
  datasets: readonly Dataset[],
  source: Host,
  target: Host,
  directory = "",
): Procedure<readonly Dataset[]> {
  const paths = datasets.filter(({ type }) => type !== "volume");
  if (paths.length === 0) return [];
  const places = paths.map(({ id }) => at(target, id === "directory" ? directory : rootless(id, source)));
  const seen = yield* ask(seenPaths(places));
  return paths.map((dataset, index) => {
    const path = places[index] ?? dataset.path;
    return { ...dataset, path: seen.get(path)?.real ?? path };
  });
}

/** The path of "bind:/srv/media" as the service's definition gives it, without a local host's root. */
function rootless(id: string, source: Host): string {
  const path = id.replace(/^bind:/, "");
  const inside = source.root !== "" && path.startsWith(`${source.root}/`);
  return inside ? path.slice(source.root.length) : path;
}

/** Where volumes will lie on the target: where they do already, or where Docker there would put them. */
export function* placeVolumes(
  datasets: readonly Dataset[],
  volumes: readonly UsedVolume[],
  target: Host,
): Procedure<readonly Dataset[]> {
  const wanted = datasets.filter(({ type }) => type === "volume");
  if (wanted.length === 0) return [];
  const root = (yield* ask(dockerInfo()))?.root ?? "/var/lib/docker";
  const there = yield* inspectVolumes(wanted.map(({ id }) => volumeName(id)));
  return wanted.flatMap((dataset) => {
    const used = volumes.find(({ volume }) => volume.Name === volumeName(dataset.id));
    if (!used) return [];
    const found = there.find(({ Name }) => Name === used.volume.Name);
    return [placeOf(used.volume, dataset, found, root, target)];
  });
}

const volumeName = (id: string): string => id.replace(/^volume:/, "");

/** Paths of a local host begin with its root; on other hosts they are the same everywhere. */
export function pathOn(source: Host, target: Host): (path: string) => string {
  return (path) => {
    const inside = source.root !== "" && path.startsWith(`${source.root}/`);
    return inside ? at(target, path.slice(source.root.length)) : path;
  };
}
