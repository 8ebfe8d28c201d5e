import { type ComposeConfig, composeConfig } from "../facts/compose";
import { composeVersion } from "../facts/compose-plugin";
import type { Container } from "../facts/containers";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Check, Observed, RunState } from "../model/service";
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
  readonly compose: string | undefined;
  readonly config: ComposeConfig | undefined;
  readonly containers: readonly Container[];
  readonly volumes: readonly UsedVolume[];
  readonly attach: readonly Attachment[];
  readonly paths: readonly UsedPath[];
}

/** The whole look at a project. */
export function* observe(service: ComposeService, host: Host): Procedure<Observed> {
  const here = yield* findProject(service, host);
  const { seen, ownName } = yield* readProject(service, host, here);
  const config = seen.valid ? seen.config : undefined;
  const project = here.of.project ?? config?.project ?? service.name;
  const containers = yield* inspectContainers(here.containers.map(({ id }) => id));
  const volumes = yield* lookAtVolumes(project, containers, config);
  const texts = yield* lookAtTexts(here);
  const paths = yield* lookAtPaths(askedPaths(containers, config, texts.named));
  const images = yield* lookAtImages(containers, config);
  const sorted = sortData({ ...(here.directory ? { directory: here.directory.real } : {}), volumes, paths });
  const memory = yield* memoryOf(containers);
  const compose = yield* ask(composeVersion());
  const own: Check[] = [];
  for (const container of containers) own.push(...ownFilesWarning(container, yield* ownFiles(container)));
  const definition: ComposeDefinition = {
    project,
    docker: yield* dockerFacts(),
    compose,
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
    troubles: [
      ...(seen.valid ? [] : [invalid(service, seen.reason)]),
      ...sorted.troubles,
      ...(seen.valid ? unsetVariables(service, seen.unset) : []),
      ...own,
      ...projectTroubles({ service, here, config, ownName, images, data: sorted.datasets }),
    ],
  };
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
