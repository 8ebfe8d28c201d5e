import { type Container, restartOf } from "../facts/containers";
import type { SeenContainer } from "../facts/docker";
import { allNetworks } from "../facts/docker-objects";
import type { Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Check, Observed } from "../model/service";
import { fail, pass, warn } from "./checks";
import { sameContainer } from "./container-compare";
import { type ContainerDefinition, type ContainerService, findContainer } from "./container-observe";
import { dockerFit, externalNetworkChecks } from "./docker-checks";
import { inspectContainers, inspectNetworks, isLive } from "./docker-host";
import { subnetsOverlap } from "./docker-networks";
import { linkChecks } from "./link-checks";
import { pathOn } from "./place";
import { portChecks } from "./port-checks";
import { devicesThere, nameTaken, networkMountChecks, volumeChecks } from "./target-checks";

/** Preflight on the target of what one container needs. */
export function* checks(
  service: ContainerService,
  source: Observed,
  target: Host,
): Procedure<readonly Check[]> {
  const definition = source.definition as ContainerDefinition;
  const fit = yield* dockerFit(definition.docker, target);
  if (!fit.docker) return fit.checks;
  const { own } = yield* findContainer(service, target);
  const { HostConfig } = definition.container;
  return [
    ...fit.checks,
    ...(yield* nameCheck(definition.container, own, source.host, target)),
    ...runtimeCheck(HostConfig.Runtime, fit.docker.runtimes, target),
    ...(yield* volumeChecks(definition.volumes, fit.docker.volumeDrivers, target)),
    ...(yield* externalNetworkChecks(source, target)),
    ...(yield* networkChecks(definition, target)),
    ...(yield* portChecks(source.ports, target, own ? [own] : [])),
    ...(yield* devicesThere(
      (HostConfig.Devices ?? []).map(({ PathOnHost }) => PathOnHost),
      target,
    )),
    ...(yield* networkMountChecks(definition.paths, target)),
    ...(yield* linkChecks(definition.paths, source.datasets, target)),
  ];
}

/** A retained copy is used again, or set aside where it has become another; anything else keeps its name. */
function* nameCheck(
  source: Container,
  own: SeenContainer | undefined,
  from: Host,
  target: Host,
): Procedure<Check[]> {
  if (!own) return [];
  const [there] = yield* inspectContainers([own.id]);
  if (!there) return [];
  if (isLive(own)) return [nameTaken(own, target)];
  const path = pathOn(from, target);
  if (isSame(source, there, path))
    return [pass("container name", `the stopped ${own.name} on ${target.name} is used again`)];
  if (restartOf(there) !== "no") return [nameTaken(own, target)];
  return [
    warn(
      "container name",
      `${target.name} has a stopped container ${own.name} that differs (${differences(source, there, path)}).`,
      `It is kept as ${asideName(own)}; remove it when nobody needs it.`,
    ),
  ];
}

const differences = (a: Container, b: Container, path: (path: string) => string): string =>
  sameContainer(a, b, { restart: "ignore", path }).slice(0, 3).join("; ") || "its image";

/** The same settings and the same image: a copy that a move left, fenced. */
export function isSame(a: Container, b: Container, path: (path: string) => string): boolean {
  return a.Image === b.Image && sameContainer(a, b, { restart: "ignore", path }).length === 0;
}

/** The name that a container in the way gets. */
export const asideName = ({ id, name }: { readonly id: string; readonly name: string }): string =>
  `${name}.before-${id.slice(0, 12)}`;

function runtimeCheck(runtime: string, known: readonly string[], target: Host): Check[] {
  if (runtime === "" || known.length === 0 || known.includes(runtime)) return [];
  return [
    fail(
      "runtime",
      `It runs with ${runtime}, which Docker on ${target.name} does not know.`,
      `Install ${runtime} there.`,
    ),
  ];
}

/** Networks that have to be made, and whether a fixed address in them is possible. */
function* networkChecks(definition: ContainerDefinition, target: Host): Procedure<Check[]> {
  const wanted = definition.networks;
  const there = new Set((yield* inspectNetworks(wanted.map(({ Name }) => Name))).map(({ Name }) => Name));
  const missing = wanted.filter(({ Name }) => !there.has(Name));
  if (missing.length === 0) return [];
  const fixed = missing.filter(({ Name }) => hasFixedAddress(definition.container, Name));
  const taken = fixed.length === 0 ? [] : yield* subnetsOf();
  return missing.map((network) => {
    const subnets = (network.IPAM.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
    const clash = taken.find(({ subnet }) => subnets.some((own) => subnetsOverlap(own, subnet)));
    if (!fixed.includes(network) || !clash) {
      return pass("network", `network ${network.Name} will be created on ${target.name} (${network.Driver})`);
    }
    return fail(
      "network",
      `${network.Name} (${subnets.join(", ")}) would overlap with ${clash.name} (${clash.subnet}) on ${target.name}, and the container has a fixed address in it.`,
      `Give ${clash.name} another subnet, or start the container without --ip.`,
    );
  });
}

/** Did somebody choose the container's address in a network? */
export function hasFixedAddress(container: Container, network: string): boolean {
  const chosen = container.NetworkSettings.Networks?.[network]?.IPAMConfig;
  return Object.values(chosen ?? {}).some((value) => typeof value === "string" && value !== "");
}

function* subnetsOf(): Procedure<readonly { name: string; subnet: string }[]> {
  const networks = yield* inspectNetworks(yield* ask(allNetworks()));
  return networks.flatMap(({ Name, IPAM }) =>
    (IPAM.Config ?? []).flatMap(({ Subnet }) =>
      Subnet === undefined ? [] : [{ name: Name, subnet: Subnet }],
    ),
  );
}
