import { olderThan } from "../facts/compose-plugin";
import { nameOf } from "../facts/containers";
import type { Host } from "../model/host";
import type { Procedure } from "../model/procedure";
import type { Check, Observed } from "../model/service";
import { fail, pass, warn } from "./checks";
import { isOneoff } from "./compose-inventory";
import type { ComposeDefinition } from "./compose-observe";
import { type ComposeService, findProject, type ProjectHere } from "./compose-project";
import { dockerFit, externalNetworkChecks } from "./docker-checks";
import { composeOf } from "./docker-facts";
import { linkChecks } from "./link-checks";
import { portChecks } from "./port-checks";
import { devicesThere, nameTaken, networkMountChecks, volumeChecks } from "./target-checks";

/** Preflight on the target of what Docker and Compose need. */
export function* checks(
  service: ComposeService,
  source: Observed,
  target: Host,
): Procedure<readonly Check[]> {
  const definition = source.definition as ComposeDefinition;
  const fit = yield* dockerFit(definition.docker, target);
  if (!fit.docker) return fit.checks;
  const here = yield* findProject(service, target);
  return [
    ...fit.checks,
    composeCheck(definition.docker?.compose, yield* composeOf(fit.docker), target),
    ...projectCheck(definition.project, here, target),
    ...nameChecks(definition, here, target),
    ...(yield* volumeChecks(definition.volumes, fit.docker.volumeDrivers, target)),
    ...(yield* externalNetworkChecks(source, target)),
    ...(yield* portChecks(source.ports, target, here.containers)),
    ...(yield* deviceChecks(definition, target)),
    ...(yield* networkMountChecks(definition.paths, target)),
    ...(yield* linkChecks(definition.paths, source.datasets, target, service.directory)),
  ];
}

function composeCheck(source: string | undefined, found: string | undefined, target: Host): Check {
  const name = "compose";
  if (found === undefined || olderThan(found, "2.0")) {
    return fail(
      name,
      `${target.name} has no \`docker compose\` (the plugin, version 2 or later).`,
      `Install docker-compose-plugin on ${target.name}.`,
    );
  }
  const text = `Docker Compose ${found} on ${target.name}`;
  if (source === undefined || major(found) >= major(source)) return pass(name, text);
  return warn(
    name,
    `${text} is older than the source's ${source}.`,
    `Upgrade it there if the compose file uses newer keys: \`docker compose config\` tells.`,
  );
}

const major = (version: string): number => Number.parseInt(version, 10);

/** Two directories with one project name would take each other's containers for their own. */
function projectCheck(project: string, here: ProjectHere, target: Host): Check[] {
  const own = new Set(here.containers.map(({ id }) => id));
  const other = here.all.find((each) => each.project === project && !own.has(each.id) && !each.oneoff);
  if (!other) return [];
  return [
    fail(
      "project name",
      `${target.name} has another project ${project}, from ${other.directory}.`,
      `Write another \`project\` for one of them, or take that one down: docker compose -p ${project} down.`,
    ),
  ];
}

/** Names that the files give to containers must be free, but for the service's own. */
function nameChecks(definition: ComposeDefinition, here: ProjectHere, target: Host): Check[] {
  const own = new Set(here.containers.map(({ id }) => id));
  const fixed = (definition.config?.services ?? []).flatMap(({ containerName }) => containerName ?? []);
  const made = definition.containers.filter((each) => !isOneoff(each)).map(nameOf);
  const wanted = new Set([...fixed, ...made]);
  const takers = here.all.filter((each) => wanted.has(each.name) && !own.has(each.id));
  return takers.map((taker) => nameTaken(taker, target));
}

function* deviceChecks(definition: ComposeDefinition, target: Host): Procedure<Check[]> {
  const devices = (definition.config?.services ?? []).flatMap(({ devices: paths }) => paths);
  return yield* devicesThere(devices, target);
}
