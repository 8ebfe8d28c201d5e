import { removeContainers, removeNetwork } from "../commands/docker";
import { dropStageRecord } from "../commands/stage-record";
import { dockerVersion } from "../facts/docker";
import { labelled } from "../facts/docker-objects";
import { keptStage, stageRecord } from "../facts/stage-record";
import type { Host } from "../model/host";
import { act, ask, type Procedure } from "../model/procedure";
import type { Dataset, Observed } from "../model/service";
import type { ComposeDefinition } from "./compose-observe";
import { type ComposeService, findProject } from "./compose-project";
import { inspectVolumes, seeContainers } from "./docker-host";
import { createVolume, removeEmptyVolumes } from "./docker-volumes";
import { nameImages } from "./images";
import { placePaths, placeVolumes } from "./place";

const label = (project: string): string => `com.docker.compose.project=${project}`;

/** Where each dataset will lie: the same path for directories, Docker's own place for volumes. */
export function* place(
  service: ComposeService,
  source: Observed,
  target: Host,
): Procedure<readonly Dataset[]> {
  const { volumes } = source.definition as ComposeDefinition;
  return [
    ...(yield* placePaths(source.datasets, source.host, target, service.directory)),
    ...(yield* placeVolumes(source.datasets, volumes, target)),
  ];
}

/**
 * Makes the volumes, with the labels Compose gave them on the source, so that it takes them for its own. The
 * containers come with `start`: their files and settings arrive with the data.
 */
export function* stage(
  service: ComposeService,
  source: Observed,
  target: Host,
  move: string,
): Procedure<void> {
  const { project, volumes, attach } = source.definition as ComposeDefinition;
  const { containers } = yield* findProject(service, target);
  const there = yield* inspectVolumes(volumes.map(({ volume }) => volume.Name));
  const before = {
    move,
    containers: containers.map(({ id, name }) => ({ id, name })),
    volumes: there.map(({ Name }) => Name),
    networks: [...(yield* ask(labelled("network", label(project))))],
    attach: [...attach],
    restart: {},
    started: false,
  };
  yield* ask(keptStage(target, service.name, before));
  yield* nameImages(source.images);
  const api = (yield* ask(dockerVersion()))?.api ?? "1.41";
  const wanted = volumes.filter(({ anonymous }) => anonymous?.attach !== false);
  for (const { volume } of wanted) {
    if (!there.some(({ Name }) => Name === volume.Name)) yield* createVolume(api, volume);
  }
}

/** Removes the containers, networks and empty volumes of this move. */
export function* unstage(
  service: ComposeService,
  source: Observed,
  target: Host,
  move: string,
): Procedure<void> {
  const record = yield* ask(stageRecord(target, service.name));
  if (record?.move !== move) return;
  const { project, volumes } = source.definition as ComposeDefinition;
  const old = new Set(record.containers.map(({ id }) => id));
  const { containers } = yield* findProject(service, target);
  const made = containers.filter(({ id }) => !old.has(id)).map(({ id }) => id);
  if (made.length > 0) yield* ask(act(removeContainers(made)));
  const networks = yield* ask(labelled("network", label(project)));
  for (const id of networks.filter((each) => !record.networks.includes(each))) {
    yield* ask(act(removeNetwork(id)));
  }
  const names = volumes.map(({ volume }) => volume.Name).filter((name) => !record.volumes.includes(name));
  yield* removeEmptyVolumes(yield* unused(target, names));
  yield* ask(act(dropStageRecord(target, service.name)));
}

/** Those of the volumes that no container mounts. */
function* unused(host: Host, names: readonly string[]): Procedure<readonly string[]> {
  const used = new Set(((yield* seeContainers(host)) ?? []).flatMap(({ mounts }) => mounts));
  return names.filter((name) => !used.has(name));
}
