import type { SeenContainer } from "../facts/docker";
import type { DockerVolume } from "../facts/docker-objects";
import { mounts, networkOf } from "../facts/host";
import { seenPaths } from "../facts/paths";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Check } from "../model/service";
import { fail } from "./checks";
import type { UsedVolume } from "./datasets";
import { inspectVolumes } from "./docker-host";
import type { UsedPath } from "./host-paths";

const PROJECT = "com.docker.compose.project";

/** A container of another service bears the name. */
export function nameTaken(taker: SeenContainer, target: Host): Check {
  return fail(
    "container name",
    `${target.name} has another container named ${taker.name} (${taker.status.toLowerCase() || taker.state}).`,
    `Rename or remove it: docker rename ${taker.name} NEW, or docker rm ${taker.name}.`,
  );
}

/** Volumes of those names must be the service's own, or not be there; their drivers must be. */
export function* volumeChecks(
  used: readonly UsedVolume[],
  drivers: readonly string[],
  target: Host,
): Procedure<Check[]> {
  const wanted = used.map(({ volume }) => volume);
  const there = yield* inspectVolumes(wanted.map(({ Name }) => Name));
  const found: Check[] = [];
  for (const volume of wanted) {
    const other = there.find(({ Name }) => Name === volume.Name);
    const owner = other?.Labels?.[PROJECT];
    if (other && owner !== volume.Labels?.[PROJECT]) found.push(foreign(volume, owner, target));
    if (!drivers.includes(volume.Driver)) found.push(driverMissing(volume, target));
  }
  return found;
}

function foreign(volume: DockerVolume, owner: string | undefined, target: Host): Check {
  const whose = owner === undefined ? "was not made by Compose" : `belongs to project ${owner}`;
  return fail(
    "volume",
    `Volume ${volume.Name} on ${target.name} ${whose}: the move would write into it.`,
    `If nobody needs it, remove it: docker volume rm ${volume.Name}; otherwise give one of them another name.`,
  );
}

function driverMissing(volume: DockerVolume, target: Host): Check {
  return fail(
    "volume",
    `Volume ${volume.Name} needs the driver ${volume.Driver}, which ${target.name} does not have.`,
    `Install it there: docker plugin install ${volume.Driver}.`,
  );
}

/** Devices of the host that a service uses have to be on the target too. */
export function* devicesThere(devices: readonly string[], target: Host): Procedure<Check[]> {
  const paths = [...new Set(devices)].filter((path) => path.startsWith("/"));
  if (paths.length === 0) return [];
  const seen = yield* ask(seenPaths(paths));
  return paths
    .filter((path) => seen.get(path)?.type === "missing")
    .map((path) =>
      fail(
        "device",
        `${path} is not on ${target.name}.`,
        "Choose a host that has it, or take it out of the service.",
      ),
    );
}

/** What lies on a network drive on the source is not copied, so the target has to have the same drive mounted. */
export function* networkMountChecks(used: readonly UsedPath[], target: Host): Procedure<Check[]> {
  const remote = used.filter(({ network }) => network !== undefined);
  if (remote.length === 0) return [];
  const table = yield* ask(mounts());
  return remote
    .filter(({ path, network }) => networkOf(path, table) !== network)
    .map(({ path, network }) =>
      fail(
        "network drive",
        `${path} is ${network} on the source, and something else on ${target.name}.`,
        `Mount it at ${path} on ${target.name}.`,
      ),
    );
}
