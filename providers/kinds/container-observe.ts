import type { ContainerDecl } from "../../schemas/stack";
import { type Container, nameOf } from "../facts/containers";
import type { SeenContainer } from "../facts/docker";
import type { DockerNetwork } from "../facts/docker-objects";
import { boundPorts, distinctPorts } from "../facts/published-ports";
import type { Host } from "../model/host";
import type { Named } from "../model/kind";
import type { Procedure } from "../model/procedure";
import type { LeftBehind, Observed, Whereabouts } from "../model/service";
import { askedPaths, imageRef, usedVolumes, volumeNames } from "./compose-inventory";
import { lookAtPaths, memoryOf } from "./compose-look";
import { isNamed } from "./container-request";
import { containerTroubles } from "./container-troubles";
import { sortData, type UsedVolume } from "./datasets";
import { type DockerFacts, dockerFacts } from "./docker-facts";
import {
  inspectContainers,
  inspectImages,
  inspectNetworks,
  inspectVolumes,
  isLive,
  seeContainers,
} from "./docker-host";
import type { UsedPath } from "./host-paths";
import { ownFiles, ownFilesWarning } from "./own-files";

export type ContainerService = Named<ContainerDecl>;

/** What makes the container again. Holds secrets (its environment). */
export interface ContainerDefinition {
  readonly container: Container;
  readonly docker: DockerFacts | undefined;
  readonly volumes: readonly UsedVolume[];
  readonly paths: readonly UsedPath[];
  /** Networks that only Docker commands made; the target makes them too where it lacks them. */
  readonly networks: readonly DockerNetwork[];
}

export const containerName = (service: ContainerService): string => service.container ?? service.name;

/** The container on a host, and all others there. */
export function* findContainer(
  service: ContainerService,
  host: Host,
): Procedure<{ own: SeenContainer | undefined; all: readonly SeenContainer[] }> {
  const all = (yield* seeContainers(host)) ?? [];
  return { own: all.find(({ name }) => name === containerName(service)), all };
}

export function* locate(service: ContainerService, host: Host): Procedure<Whereabouts> {
  const { own } = yield* findContainer(service, host);
  if (!own) return { state: "absent", evidence: `no container is named ${containerName(service)}` };
  const state = isLive(own) ? "running" : "stopped";
  return { state, evidence: `container ${own.name} is ${own.state}` };
}

/** The container is not there, so there is nothing to observe. */
export class NoContainer extends Error {
  override readonly name = "NoContainer";
  readonly remedy = "Correct the container's name in the stack file, or start it on its host.";
  constructor(name: string, host: Host) {
    super(`There is no container ${name} on ${host.name}.`);
  }
}

/** The whole look at a container. */
export function* observe(service: ContainerService, host: Host): Procedure<Observed> {
  const { own, all } = yield* findContainer(service, host);
  const [container] = yield* inspectContainers(own ? [own.id] : []);
  if (!own || !container) throw new NoContainer(containerName(service), host);
  const { definition, foreign } = yield* define(container);
  const [image] = yield* inspectImages([container.Image]);
  const sorted = sortData(definition);
  const memory = yield* memoryOf([container]);
  const others = all.filter(({ id }) => id !== own.id);
  return {
    host,
    state: isLive(own) ? "running" : "stopped",
    datasets: sorted.datasets,
    left: [...sorted.left, ...alsoLeft(container)],
    ports: distinctPorts(boundPorts(container)),
    images: [imageRef(container.Config.Image, image, container.Image)],
    externalNetworks: foreign,
    ...(memory === undefined ? {} : { memory }),
    texts: [],
    definition,
    troubles: [
      ...sorted.troubles,
      ...containerTroubles({ container, data: sorted.datasets, others }),
      ...ownFilesWarning(container, yield* ownFiles(container)),
    ],
  };
}

/** What makes the container again, and the networks that somebody else has to keep. */
function* define(
  container: Container,
): Procedure<{ definition: ContainerDefinition; foreign: readonly string[] }> {
  const found = yield* inspectVolumes(volumeNames([container], undefined));
  const volumes = usedVolumes(found, [container], undefined);
  const paths = yield* lookAtPaths(askedPaths([container], undefined, []));
  const names = Object.keys(container.NetworkSettings.Networks ?? {}).filter(isNamed);
  const joined = yield* inspectNetworks(names);
  const networks = joined.filter((network) => !isForeign(network));
  const docker = yield* dockerFacts();
  const foreign = joined.filter(isForeign).map(({ Name }) => Name);
  return { definition: { container, docker, volumes, paths, networks }, foreign };
}

/** Networks that somebody else keeps: Swarm, or a Compose project. */
function isForeign(network: DockerNetwork): boolean {
  return network.Scope !== "local" || network.Labels?.["com.docker.compose.network"] !== undefined;
}

function alsoLeft(container: Container): LeftBehind[] {
  const name = nameOf(container);
  const devices = (container.HostConfig.Devices ?? []).map(({ PathOnHost }) => ({
    what: `${PathOnHost} (${name})`,
    why: "a device: the target's own is used",
  }));
  const memory = Object.keys(container.HostConfig.Tmpfs ?? {}).map((path) => ({
    what: `${path} (${name})`,
    why: "in memory: the target begins with an empty one",
  }));
  return [
    ...devices,
    ...memory,
    { what: "container log", why: "Docker keeps it with the container; the target's begins anew" },
  ];
}
