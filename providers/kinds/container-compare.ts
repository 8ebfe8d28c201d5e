import type { Container, ContainerMount } from "../facts/containers";
import { networkMode, settings } from "./container-request";

/** Fields of HostConfig that describe mounts (compared as they are mounted), or a file of who made it. */
const OTHERWISE = new Set([
  "Binds",
  "Mounts",
  "VolumesFrom",
  "ContainerIDFile",
  "NetworkMode",
  "RestartPolicy",
]);

/** Their values may be secrets, so only their names are told. */
const VEILED =
  /^(?:Config\.(?:Env|Cmd|Entrypoint|Labels|Healthcheck)|HostConfig\.(?:LogConfig|Sysctls|StorageOpt))\b/;

/**
 * How two containers differ, but for what must differ between any two: ids, times, states, paths of Docker's
 * own, addresses that nobody chose. Empty where they are the same. Values that may be secrets are not told.
 */
export function sameContainer(a: Container, b: Container, options: ComparisonOptions = {}): string[] {
  const [left, right] = [essence(a, options, options.path), essence(b, options)];
  const paths = [...new Set([...left.keys(), ...right.keys()])].sort();
  return paths
    .filter((path) => left.get(path) !== right.get(path))
    .map((path) =>
      VEILED.test(path) ? path : `${path}: ${left.get(path) ?? "none"}, ${right.get(path) ?? "none"}`,
    );
}

export interface ComparisonOptions {
  /** Leaves the restart policy out: a fenced copy has none. */
  readonly restart?: "ignore";
  /** Where a path of the first one's host lies on the other's. */
  readonly path?: (path: string) => string;
}

function essence(
  container: Container,
  { restart }: ComparisonOptions,
  path: (path: string) => string = (same) => same,
): Map<string, string> {
  const { Config, HostConfig } = container;
  const { Hostname, Env, ...config } = Config;
  const host = Object.fromEntries(Object.entries(HostConfig).filter(([key]) => !OTHERWISE.has(key)));
  const chosen = Hostname === container.Id.slice(0, 12) || HostConfig.NetworkMode === "host" ? "" : Hostname;
  const networks = Object.entries(container.NetworkSettings.Networks ?? {});
  return leaves({
    Config: { ...config, Hostname: chosen, Env: environment(Env ?? []) },
    HostConfig: {
      ...host,
      NetworkMode: networkMode(container),
      ...(restart === "ignore" ? {} : { RestartPolicy: HostConfig.RestartPolicy }),
    },
    Mounts: Object.fromEntries(container.Mounts.map((mount) => [mount.Destination, mounted(mount, path)])),
    Networks: Object.fromEntries(networks.map(([name, endpoint]) => [name, settings(container, endpoint)])),
  });
}

/** By name, so that a difference tells which variable; a later one wins, as in the container. */
const environment = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(lines.map((line) => [line.split("=", 1)[0] ?? line, line]));

function mounted(mount: ContainerMount, path: (path: string) => string) {
  const { Type, Name, Source, RW, Propagation, Driver } = mount;
  return { Type, from: Type === "volume" ? Name : path(Source), RW, Propagation, Driver };
}

/** Every value with its path; nothing, null, false, 0 and what is empty say the same, as Docker's defaults do. */
function leaves(value: unknown, path = "", found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    if (value.length > 0) found.set(path, JSON.stringify(value));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value))
      leaves(inner, path === "" ? key : `${path}.${key}`, found);
  } else if (value) {
    found.set(path, JSON.stringify(value));
  }
  return found;
}
