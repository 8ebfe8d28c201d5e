import { type ComposeConfig, composeConfig } from "../facts/compose";
import type { Container } from "../facts/containers";
import type { Host } from "../model/host";
import { ask, type Procedure, together } from "../model/procedure";
import type { Check, Dataset, Observed, RunState } from "../model/service";
import { type Attachment, askedPaths, attachments, usedPorts } from "./compose-inventory";
import { alsoLeft } from "./compose-left";
import { lookAtImages, lookAtPaths, lookAtTexts, lookAtVolumes, memoryOf } from "./compose-look";
import { type ComposeService, declared, findProject, type ProjectHere } from "./compose-project";
import { projectTroubles } from "./compose-troubles";
import { unsetVariables } from "./compose-variables";
import { sortData, type UsedVolume } from "./datasets";
import { type DockerFacts, dockerFacts } from "./docker-facts";
import { inspectContainers, isLive } from "./docker-host";
import type { UsedPath } from "./host-paths";
import { ownFiles, ownFilesWarning } from "./own-files";

/** What a Compose project is on the host where it lives. Holds secrets (the containers' environments). */
export interface ComposeDefinition {
  readonly project: string;
  readonly docker: DockerFacts | undefined;
  readonly config: ComposeConfig | undefined;
  readonly containers: readonly Container[];
  readonly volumes: readonly UsedVolume[];
  readonly attach: readonly Attachment[];
  readonly paths: readonly UsedPath[];
}

/** The whole look at a project. */
export function* observe(service: ComposeService, host: Host): Procedure<Observed> {
  const look = yield* lookAtProject(service, host);
  const { here, config, containers, volumes, paths, texts, images, memory } = look;
  const sorted = sortData({ ...(here.directory ? { directory: here.directory.real } : {}), volumes, paths });
  const definition: ComposeDefinition = {
    project: look.project,
    docker: yield* dockerFacts(),
    config,
    containers,
    volumes,
    attach: attachments(volumes, containers),
    paths,
  };
  return {
    host,
    state: stateOf(here),
    datasets: sorted.datasets,
    left: [...sorted.left, ...alsoLeft(config)],
    ports: usedPorts(containers, config),
    images,
    externalNetworks: (config?.networks ?? []).filter(({ external }) => external).map(({ name }) => name),
    ...(memory === undefined ? {} : { memory }),
    texts: texts.files,
    definition,
    troubles: [...sorted.troubles, ...troublesOf(service, look, sorted.datasets)],
  };
}

/** Everything that is asked of the host about the project itself. */
function* lookAtProject(service: ComposeService, host: Host) {
  const here = yield* findProject(service, host);
  const [{ seen, ownName }, containers, texts] = yield* together(
    readProject(service, host, here),
    inspectContainers(here.containers.map(({ id }) => id)),
    lookAtTexts(here),
  );
  const config = seen.valid ? seen.config : undefined;
  const project = here.of.project ?? config?.project ?? service.name;
  const [volumes, paths, images, memory, own] = yield* together(
    lookAtVolumes(project, containers, config),
    lookAtPaths(askedPaths(containers, config, texts.named)),
    lookAtImages(containers, config),
    memoryOf(containers),
    together(...containers.map((container) => ownFiles(container))),
  );
  return { here, seen, ownName, config, project, containers, volumes, texts, paths, images, memory, own };
}

type Look = ReturnType<typeof lookAtProject> extends Procedure<infer T> ? T : never;

function troublesOf(service: ComposeService, look: Look, data: readonly Dataset[]): Check[] {
  const { here, seen, ownName, config, containers, images, own } = look;
  const files = seen.valid ? unsetVariables(service, seen.unset) : [invalid(service, seen.reason)];
  const inside = containers.flatMap((container, at) => ownFilesWarning(container, own[at] ?? []));
  return [...files, ...inside, ...projectTroubles({ service, here, config, ownName, images, data })];
}

function stateOf(here: ProjectHere): RunState {
  if (here.containers.some(isLive)) return "running";
  return here.containers.length > 0 || (here.directory?.files.length ?? 0) > 0 ? "stopped" : "absent";
}

/** What the files say; where the containers bear another project name, what they say under that name. */
function* readProject(service: ComposeService, host: Host, here: ProjectHere) {
  const seen = yield* ask(composeConfig(declared(service, host)));
  const ownName = seen.valid ? seen.config.project : undefined;
  if (!seen.valid || here.of.project === undefined || here.of.project === ownName) return { seen, ownName };
  return { seen: yield* ask(composeConfig(here.of)), ownName };
}

const invalid = (service: ComposeService, reason: string) =>
  ({
    name: "compose file",
    outcome: "fail",
    text: `Compose cannot read the project in ${service.directory}: ${reason}.`,
    remedy: `Run \`docker compose config\` in ${service.directory} and mend what it names.`,
  }) as const;
