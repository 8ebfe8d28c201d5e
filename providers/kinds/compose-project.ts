import type { ComposeDecl } from "../../schemas/stack";
import type { ComposeProject } from "../commands/compose";
import { type ComposeDirectory, composeDirectory } from "../facts/compose-files";
import type { SeenContainer } from "../facts/docker";
import { at, type Host } from "../model/host";
import type { Named } from "../model/kind";
import { ask, type Procedure } from "../model/procedure";
import type { Whereabouts } from "../model/service";
import { DockerSilent, isLive, seeContainers } from "./docker-host";

export type ComposeService = Named<ComposeDecl>;

/** A project as a host knows it. */
export interface ProjectHere {
  readonly of: ComposeProject;
  /** Its containers, `docker compose run` included. */
  readonly containers: readonly SeenContainer[];
  /** Every container of the host. */
  readonly all: readonly SeenContainer[];
  /** Undefined where the directory is missing. */
  readonly directory: ComposeDirectory | undefined;
}

/** What the stack file alone says of the project on a host. */
export function declared(service: ComposeService, host: Host): ComposeProject {
  return {
    directory: at(host, service.directory),
    ...(service.project === undefined ? {} : { project: service.project }),
    ...(service.files === undefined ? {} : { files: service.files }),
  };
}

/**
 * Finds the project on a host: the containers that Compose made from its directory. Their project name counts
 * where none is declared: somebody may have chosen it by hand.
 */
export function* findProject(service: ComposeService, host: Host): Procedure<ProjectHere> {
  return yield* findAmong((yield* seeContainers(host)) ?? [], service, host);
}

function* findAmong(
  all: readonly SeenContainer[],
  service: ComposeService,
  host: Host,
): Procedure<ProjectHere> {
  const directory = yield* ask(composeDirectory(at(host, service.directory), service.files));
  const containers = ownContainers(service, at(host, service.directory), directory?.real, all);
  return { of: named(declared(service, host), containers), containers, all, directory };
}

/** The containers alone, for the steps in which every look is downtime. */
export function* projectContainers(
  service: ComposeService,
  host: Host,
): Procedure<Pick<ProjectHere, "of" | "containers">> {
  const all = (yield* seeContainers(host)) ?? [];
  const containers = ownContainers(service, at(host, service.directory), undefined, all);
  if (containers.length === 0) return yield* findAmong(all, service, host);
  return { of: named(declared(service, host), containers), containers };
}

function named(of: ComposeProject, containers: readonly SeenContainer[]): ComposeProject {
  const [name] = new Set(containers.map(({ project }) => project));
  return name === undefined ? of : { ...of, project: name };
}

function ownContainers(
  service: ComposeService,
  directory: string,
  real: string | undefined,
  all: readonly SeenContainer[],
): readonly SeenContainer[] {
  const own = all.filter((container) => {
    const place = container.directory.replace(/(.)\/+$/, "$1");
    const here = place !== "" && (place === directory || place === real);
    return here && (service.project === undefined || container.project === service.project);
  });
  return own.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Is it running here? One shared look, and one at the directory only where no container was seen. */
export function* locate(service: ComposeService, host: Host): Procedure<Whereabouts> {
  const of = declared(service, host);
  const seen = yield* seenOrSilent(host);
  const own = ownContainers(service, of.directory, undefined, seen.containers);
  if (own.length > 0) return whereabouts(own);
  const directory = yield* ask(composeDirectory(of.directory, service.files));
  if (!directory || directory.files.length === 0) return nowhere(service, of.directory, seen.containers);
  if (seen.silent) throw seen.silent;
  const linked = ownContainers(service, of.directory, directory.real, seen.containers);
  if (linked.length > 0) return whereabouts(linked);
  return { state: "stopped", evidence: `${of.directory} is there, without containers` };
}

/** A host whose Docker does not answer matters only where the project's files are on it. */
function* seenOrSilent(
  host: Host,
): Procedure<{ containers: readonly SeenContainer[]; silent?: DockerSilent }> {
  try {
    return { containers: (yield* seeContainers(host)) ?? [] };
  } catch (error) {
    if (error instanceof DockerSilent) return { containers: [], silent: error };
    throw error;
  }
}

function whereabouts(containers: readonly SeenContainer[]): Whereabouts {
  const live = containers.filter(isLive).length;
  const total = containers.length;
  const what = total === 1 ? "container" : "containers";
  if (live === 0) return { state: "stopped", evidence: `${total} ${what}, none running` };
  return { state: "running", evidence: `${live} of ${total} ${what} running` };
}

function nowhere(service: ComposeService, directory: string, all: readonly SeenContainer[]): Whereabouts {
  const other = all.find(({ project }) => project !== "" && project === service.project);
  const evidence = other
    ? `project ${other.project} runs from ${other.directory}, not from ${directory}`
    : `no containers, and no compose file in ${directory}`;
  return { state: "absent", evidence };
}
