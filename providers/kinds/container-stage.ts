import { z } from "zod";
import { removeContainers, renameContainer } from "../commands/docker";
import { dropStageRecord } from "../commands/stage-record";
import { type Container, restartOf } from "../facts/containers";
import { dockerVersion } from "../facts/docker";
import { apiCall } from "../facts/engine-api";
import { keptStage, type StageRecord, stageRecord } from "../facts/stage-record";
import type { Host } from "../model/host";
import { act, ask, type Procedure } from "../model/procedure";
import type { Dataset, Observed } from "../model/service";
import { asideName, hasFixedAddress, isSame } from "./container-checks";
import { sameContainer } from "./container-compare";
import {
  type ContainerDefinition,
  type ContainerService,
  containerName,
  findContainer,
} from "./container-observe";
import { createRequest } from "./container-request";
import { inspectContainers, inspectNetworks, inspectVolumes, isLive } from "./docker-host";
import { createNetwork, dropNetwork } from "./docker-networks";
import { createVolume, olderApi, removeEmptyVolumes } from "./docker-volumes";
import { nameImages } from "./images";
import { pathOn, placePaths, placeVolumes } from "./place";

/** Where each dataset will lie: the same path for binds, Docker's own place for volumes. */
export function* place(_: ContainerService, source: Observed, target: Host): Procedure<readonly Dataset[]> {
  const { volumes } = source.definition as ContainerDefinition;
  return [
    ...(yield* placePaths(source.datasets, source.host, target)),
    ...(yield* placeVolumes(source.datasets, volumes, target)),
  ];
}

/**
 * Makes volumes, networks and the container, which does not run yet. Its restart policy is the one it has on
 * the source: Docker starts nothing at a boot that has never been started before.
 */
export function* stage(
  service: ContainerService,
  source: Observed,
  target: Host,
  move: string,
): Procedure<void> {
  const definition = source.definition as ContainerDefinition;
  const record = yield* noteBefore(service, definition, target, move);
  yield* nameImages(source.images);
  const api = yield* commonApi(definition);
  const volumes = yield* inspectVolumes(definition.volumes.map(({ volume }) => volume.Name));
  for (const { volume } of definition.volumes) {
    if (!volumes.some(({ Name }) => Name === volume.Name)) yield* createVolume(api, volume);
  }
  const networks = yield* inspectNetworks(definition.networks.map(({ Name }) => Name));
  for (const network of definition.networks) {
    const fixed = hasFixedAddress(definition.container, network.Name);
    if (!networks.some(({ Name }) => Name === network.Name)) yield* createNetwork(api, network, fixed);
  }
  yield* makeContainer(service, source, target, { api, record });
}

function* noteBefore(
  service: ContainerService,
  definition: ContainerDefinition,
  target: Host,
  move: string,
): Procedure<StageRecord> {
  const { own } = yield* findContainer(service, target);
  const volumes = yield* inspectVolumes(definition.volumes.map(({ volume }) => volume.Name));
  const networks = yield* inspectNetworks(definition.networks.map(({ Name }) => Name));
  const policy = restartOf(definition.container);
  return yield* ask(
    keptStage(target, service.name, {
      move,
      containers: own ? [{ id: own.id, name: own.name }] : [],
      volumes: volumes.map(({ Name }) => Name),
      networks: networks.map(({ Id }) => Id),
      attach: [],
      restart: policy === "no" ? {} : { [containerName(service)]: policy },
      started: false,
    }),
  );
}

/** Spoken to both: what the source's Docker described, in words that the target's knows. */
function* commonApi(definition: ContainerDefinition): Procedure<string> {
  const found = yield* ask(dockerVersion());
  const source = definition.docker?.api ?? "1.41";
  if (!found) return source;
  const spoken = olderApi(found.api, source) ? found.api : source;
  return olderApi(spoken, found.oldestApi) ? found.oldestApi : spoken;
}

/** The container cannot be made the same on the target. */
export class NotTheSame extends Error {
  override readonly name = "NotTheSame";
  readonly remedy =
    "Upgrade Docker on the target to the source's version, or start the container without these options.";
  constructor(name: string, target: Host, differences: readonly string[]) {
    super(
      `Docker on ${target.name} does not make ${name} as it is on the source: ${differences.join("; ")}.`,
    );
  }
}

interface Making {
  readonly api: string;
  readonly record: StageRecord;
}

function* makeContainer(
  service: ContainerService,
  source: Observed,
  target: Host,
  making: Making,
): Procedure<void> {
  const { container } = source.definition as ContainerDefinition;
  const name = containerName(service);
  const path = pathOn(source.host, target);
  const { own } = yield* findContainer(service, target);
  const [there] = yield* inspectContainers(own ? [own.id] : []);
  if (own && there) {
    if (isLive(own)) throw new Error(`${name} runs on ${target.name} already.`);
    const before = making.record.containers.some(({ id }) => id === own.id);
    if (isSame(container, there, path)) return;
    yield* ask(act(before ? renameContainer(own.id, asideName(own)) : removeContainers([own.id])));
  }
  yield* create(container, name, making.api, path);
  const [made] = yield* inspectContainers([name]);
  const differences = made ? sameContainer(container, made, { path }) : ["it is not there"];
  if (differences.length > 0) throw new NotTheSame(name, target, differences);
}

function* create(
  container: Container,
  name: string,
  api: string,
  path: (path: string) => string,
): Procedure<void> {
  const { body, connect } = createRequest(container, path);
  const creation = {
    method: "POST",
    path: `/containers/create?name=${encodeURIComponent(name)}`,
    body,
  } as const;
  yield* ask(apiCall(api, creation, `create container ${name}`, z.unknown()));
  for (const { network, endpoint } of connect) {
    const joining = { Container: name, EndpointConfig: endpoint };
    const request = {
      method: "POST",
      path: `/networks/${encodeURIComponent(network)}/connect`,
      body: joining,
    } as const;
    yield* ask(apiCall(api, request, `connect ${name} to network ${network}`, z.unknown()));
  }
}

/** Removes the container, networks and empty volumes of this move, and puts a container set aside back. */
export function* unstage(
  service: ContainerService,
  source: Observed,
  target: Host,
  move: string,
): Procedure<void> {
  const record = yield* ask(stageRecord(target, service.name));
  if (record?.move !== move) return;
  const definition = source.definition as ContainerDefinition;
  const { own, all } = yield* findContainer(service, target);
  if (own && !record.containers.some(({ id }) => id === own.id)) yield* ask(act(removeContainers([own.id])));
  for (const { id, name } of record.containers) {
    const aside = all.find((container) => container.id === id);
    if (aside && aside.name !== name) yield* ask(act(renameContainer(id, name)));
  }
  for (const { Id } of yield* inspectNetworks(definition.networks.map(({ Name }) => Name))) {
    if (!record.networks.includes(Id)) yield* ask(dropNetwork(Id));
  }
  const names = definition.volumes
    .map(({ volume }) => volume.Name)
    .filter((each) => !record.volumes.includes(each));
  const used = new Set(all.filter(({ id }) => id !== own?.id).flatMap(({ mounts }) => mounts));
  yield* removeEmptyVolumes(names.filter((each) => !used.has(each)));
  yield* ask(act(dropStageRecord(target, service.name)));
}
