import { z } from "zod";
import { removeVolume } from "../commands/docker";
import type { DockerVolume } from "../facts/docker-objects";
import { apiCall } from "../facts/engine-api";
import { emptyDirectory } from "../facts/paths";
import type { Host } from "../model/host";
import { at } from "../model/host";
import { act, ask, type Procedure } from "../model/procedure";
import type { Dataset } from "../model/service";
import { inspectVolumes } from "./docker-host";
import { natureOf } from "./volumes";

/** Compares API versions by their numbers. */
export function olderApi(version: string, than: string): boolean {
  const [a = 0, b = 0] = version.split(".").map(Number);
  const [c = 0, d = 0] = than.split(".").map(Number);
  return a < c || (a === c && b < d);
}

/**
 * Makes a volume with the name, driver, options and labels it has on the source, unless it is there. By the
 * API, because the options of a network drive may hold its password.
 */
export function* createVolume(api: string, volume: DockerVolume): Procedure<void> {
  const body = {
    Name: volume.Name,
    Driver: volume.Driver,
    DriverOpts: volume.Options ?? {},
    Labels: volume.Labels ?? {},
  };
  const request = { method: "POST", path: "/volumes/create", body } as const;
  yield* ask(apiCall(api, request, `create volume ${volume.Name}`, z.unknown()));
}

/** Where the data of a volume will lie on a host: where it does already, or where Docker would put it. */
export function placeOf(
  wanted: DockerVolume,
  dataset: Dataset,
  there: DockerVolume | undefined,
  dockerRoot: string,
  target: Host,
): Dataset {
  const nature = natureOf(there ?? wanted);
  if (nature.is === "bind") return { ...dataset, path: there ? nature.path : at(target, nature.path) };
  const path = there?.Mountpoint || `${dockerRoot}/volumes/${wanted.Name}/_data`;
  return { ...dataset, path };
}

/**
 * Removes those of the volumes that hold nothing: a volume that this move made, whose data was swapped out
 * again. One with files in it stays, whoever made it; so does one of another driver, which might take its
 * remote storage away with it.
 */
export function* removeEmptyVolumes(names: readonly string[]): Procedure<void> {
  for (const volume of yield* inspectVolumes(names)) {
    if (volume.Driver !== "local") continue;
    if (natureOf(volume).is !== "directory" || (yield* ask(emptyDirectory(volume.Mountpoint)))) {
      yield* ask(act(removeVolume(volume.Name)));
    }
  }
}
