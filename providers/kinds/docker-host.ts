import { type Container, containers } from "../facts/containers";
import { containerList, type SeenContainer } from "../facts/docker";
import {
  type DockerImage,
  type DockerNetwork,
  type DockerVolume,
  images,
  networks,
  volumes,
} from "../facts/docker-objects";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";

/** Docker is there but does not answer, so that nobody knows what runs. */
export class DockerSilent extends Error {
  override readonly name = "DockerSilent";
  constructor(
    host: Host,
    reason: string,
    readonly remedy: string,
  ) {
    super(`Docker on ${host.name}: ${reason}.`);
  }
}

/** The containers of a host; undefined where it has no Docker. Throws `DockerSilent`. */
export function* seeContainers(host: Host): Procedure<readonly SeenContainer[] | undefined> {
  const seen = yield* ask(containerList());
  if (seen.docker === "silent") throw new DockerSilent(host, seen.reason, seen.remedy);
  return seen.docker === "here" ? seen.containers : undefined;
}

/** Running, or about to be again: what may write to its data. */
export const isLive = (container: SeenContainer): boolean =>
  container.state === "running" || container.state === "restarting" || container.state === "paused";

// Docker's inspect refuses an empty list.

export function* inspectContainers(names: readonly string[]): Procedure<readonly Container[]> {
  return names.length === 0 ? [] : yield* ask(containers(names));
}

export function* inspectVolumes(names: readonly string[]): Procedure<readonly DockerVolume[]> {
  return names.length === 0 ? [] : yield* ask(volumes(names));
}

export function* inspectNetworks(names: readonly string[]): Procedure<readonly DockerNetwork[]> {
  return names.length === 0 ? [] : yield* ask(networks(names));
}

export function* inspectImages(names: readonly string[]): Procedure<readonly DockerImage[]> {
  return names.length === 0 ? [] : yield* ask(images(names));
}
