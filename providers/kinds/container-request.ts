import type { Container, ContainerMount, Endpoint } from "../facts/containers";

/** What makes a container again: the body of `POST /containers/create`, and the networks to join after it. */
export interface CreateRequest {
  readonly body: Readonly<Record<string, unknown>>;
  /** API versions before 1.44 take one network at the creation; the others are connected. */
  readonly connect: readonly { readonly network: string; readonly endpoint: EndpointSettings }[];
}

export interface EndpointSettings {
  readonly IPAMConfig?: unknown;
  readonly Links?: readonly string[];
  readonly Aliases?: readonly string[];
  readonly DriverOpts?: Readonly<Record<string, string>>;
}

/**
 * The request that makes a container as `docker inspect` shows it (https://docs.docker.com/engine/api/v1.41/
 * #operation/ContainerCreate). What Docker gives each container by itself is left to the target: ids, a
 * hostname that is the short id, addresses nobody asked for. `path` says where a path of the host lies on the
 * target.
 */
export function createRequest(container: Container, path: (path: string) => string = same): CreateRequest {
  const { Config, HostConfig } = container;
  const mode = networkMode(container);
  const primary = mode === "default" ? "bridge" : mode;
  const networks = Object.entries(container.NetworkSettings.Networks ?? {});
  const endpoints = networks.map(([network, endpoint]) => ({
    network,
    endpoint: settings(container, endpoint),
  }));
  const first = endpoints.filter(({ network }) => network === primary && isNamed(network));
  const body = {
    ...Config,
    ...hostname(container),
    // Null would take the image's entrypoint, which this container may have been made without.
    Entrypoint: Config.Entrypoint ?? [""],
    HostConfig: {
      ...HostConfig,
      ...mountSettings(container, path),
      NetworkMode: mode,
      ContainerIDFile: "",
      VolumesFrom: null,
    },
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(first.map(({ network, endpoint }) => [network, endpoint])),
    },
  };
  return { body, connect: endpoints.filter(({ network }) => network !== primary && isNamed(network)) };
}

const same = (path: string): string => path;

/** Networks that every Docker has. */
const BUILT_IN = new Set(["bridge", "host", "none", "default", ""]);

export const isNamed = (network: string): boolean => !BUILT_IN.has(network);

/** The name of the network mode: somebody may have given a network's id. */
export function networkMode(container: Container): string {
  const mode = container.HostConfig.NetworkMode;
  const networks = Object.entries(container.NetworkSettings.Networks ?? {});
  const byId = networks.find(
    ([, { NetworkID }]) => /^[0-9a-f]{12,64}$/.test(mode) && NetworkID.startsWith(mode),
  );
  return byId?.[0] ?? mode;
}

/** Docker takes the short id, or in the host's network the host's own name, where nobody chose one. */
function hostname(container: Container): { Hostname?: string } {
  const chosen = container.Config.Hostname;
  const given = chosen === container.Id.slice(0, 12) || container.HostConfig.NetworkMode === "host";
  return given ? { Hostname: "" } : {};
}

/** What somebody chose about a network; the rest is what Docker assigned. */
export function settings(container: Container, endpoint: Endpoint): EndpointSettings {
  const aliases = (endpoint.Aliases ?? []).filter((alias) => alias !== container.Id.slice(0, 12));
  return {
    ...(endpoint.IPAMConfig ? { IPAMConfig: endpoint.IPAMConfig } : {}),
    ...(endpoint.Links?.length ? { Links: endpoint.Links } : {}),
    ...(aliases.length > 0 ? { Aliases: aliases } : {}),
    ...(endpoint.DriverOpts && Object.keys(endpoint.DriverOpts).length > 0
      ? { DriverOpts: endpoint.DriverOpts }
      : {}),
  };
}

/**
 * Mounts by name where Docker chose the name (anonymous volumes) or another container had it (`--volumes-from`),
 * so that the new container mounts the same data.
 */
function mountSettings(container: Container, path: (path: string) => string) {
  const { Binds, Mounts } = container.HostConfig;
  const binds = (Binds ?? []).map((bind) => (bind.startsWith("/") ? moved(bind, path) : bind));
  const mounts = (Mounts ?? []).map((mount) => named(mount, container.Mounts, path));
  const covered = new Set([...(Binds ?? []).map(destinationOf), ...mounts.map(({ Target }) => Target)]);
  const rest = container.Mounts.filter(
    ({ Type, Destination }) => Type !== "tmpfs" && !covered.has(Destination),
  );
  return {
    Binds: binds.length + rest.length === 0 ? Binds : [...binds, ...rest.map((mount) => bindOf(mount, path))],
    ...(Mounts ? { Mounts: mounts } : {}),
  };
}

/** "/host/path:/in/container:ro" */
function moved(bind: string, path: (path: string) => string): string {
  const [source = "", ...rest] = bind.split(":");
  return [path(source), ...rest].join(":");
}

const destinationOf = (bind: string): string => bind.split(":")[1] ?? bind;

function bindOf(mount: ContainerMount, path: (path: string) => string): string {
  const source = mount.Type === "volume" ? (mount.Name ?? "") : path(mount.Source);
  const options = [
    ...mount.Mode.split(",").filter((word) => /^[zZ]$/.test(word)),
    ...(mount.RW ? [] : ["ro"]),
  ];
  return [source, mount.Destination, ...(options.length > 0 ? [options.join(",")] : [])].join(":");
}

function named(
  mount: { Type: string; Source?: string | undefined; Target: string },
  all: readonly ContainerMount[],
  path: (path: string) => string,
) {
  if (mount.Type === "bind" && mount.Source !== undefined) return { ...mount, Source: path(mount.Source) };
  if (mount.Type !== "volume" || mount.Source) return mount;
  const found = all.find(({ Destination }) => Destination === mount.Target);
  return found?.Name === undefined ? mount : { ...mount, Source: found.Name };
}
