import { type ComposeProject, showConfig } from "../commands/compose";
import type { Fact } from "../model/procedure";
import type { Port } from "../model/service";
import { type RawConfig, type RawService, readConfig } from "./compose-config";
import { publishedPorts } from "./published-ports";

/** A mount of a service: a named volume (its Docker name), an anonymous one, a path of the host, or memory. */
export interface ComposeMount {
  readonly type: "volume" | "anonymous" | "bind" | "tmpfs" | "other";
  /** Docker's name of the volume, or the path on the host; empty for anonymous volumes and tmpfs. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface ComposeService {
  readonly name: string;
  /** What Docker calls its image: the declared name, or the one Compose gives to what it builds. */
  readonly image: string;
  readonly builds: boolean;
  readonly containerName?: string;
  /** Keys of the project's networks. */
  readonly networks: readonly string[];
  /** "host", "none", "service:db"… where it has no network of its own. */
  readonly networkMode?: string;
  readonly ports: readonly Port[];
  readonly mounts: readonly ComposeMount[];
  readonly secrets: readonly string[];
  readonly configs: readonly string[];
  /** Paths of the host's devices. */
  readonly devices: readonly string[];
  readonly healthcheck: boolean;
  /** As `docker update --restart` takes it. */
  readonly restart: string;
  readonly replicas: number;
}

export interface ComposeVolume {
  readonly name: string;
  readonly external: boolean;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
}

/** A Compose project as Compose understands it. Environments are left out: nothing here is a secret. */
export interface ComposeConfig {
  readonly project: string;
  readonly services: readonly ComposeService[];
  readonly volumes: readonly ComposeVolume[];
  readonly networks: readonly { readonly name: string; readonly external: boolean }[];
  /** Secrets and configs that are files of the host. */
  readonly files: readonly {
    readonly name: string;
    readonly type: "secret" | "config";
    readonly path: string;
  }[];
}

/** Reads what `docker compose config --format json` prints (Compose 2). */
export function parseCompose(text: string): ComposeConfig {
  const raw = readConfig(text);
  return {
    project: raw.name,
    services: Object.entries(raw.services).map(([name, service]) => readService(raw, name, service)),
    volumes: Object.values(raw.volumes).map((volume) => ({
      name: volume.name,
      external: volume.external,
      driver: volume.driver ?? "local",
      options: volume.driver_opts ?? {},
    })),
    networks: Object.values(raw.networks),
    files: [...filesOf("secret", raw.secrets), ...filesOf("config", raw.configs)],
  };
}

function readService(raw: RawConfig, name: string, service: RawService): ComposeService {
  return {
    name,
    image: service.image ?? `${raw.name}-${name}`,
    builds: service.build !== undefined && service.build !== null,
    ...(service.container_name === undefined ? {} : { containerName: service.container_name }),
    ...(service.network_mode === undefined ? {} : { networkMode: service.network_mode }),
    networks: Object.keys(service.networks ?? {}),
    ports: (service.ports ?? []).flatMap(publishedPorts),
    mounts: (service.volumes ?? []).map((mount) => readMount(raw, mount)),
    secrets: (service.secrets ?? []).map((use) => use.source),
    configs: (service.configs ?? []).map((use) => use.source),
    devices: service.devices ?? [],
    healthcheck: hasHealthcheck(service),
    restart: restartPolicy(service),
    replicas: service.deploy?.replicas ?? service.scale ?? 1,
  };
}

function readMount(raw: RawConfig, mount: NonNullable<RawService["volumes"]>[number]): ComposeMount {
  const { source = "", target, read_only: readOnly } = mount;
  const rest = { target, readOnly };
  if (mount.type === "bind") return { type: "bind", source, ...rest };
  if (mount.type === "tmpfs") return { type: "tmpfs", source: "", ...rest };
  if (mount.type !== "volume") return { type: "other", source, ...rest };
  if (source === "") return { type: "anonymous", source, ...rest };
  return { type: "volume", source: raw.volumes[source]?.name ?? source, ...rest };
}

function hasHealthcheck(service: RawService): boolean {
  const check = service.healthcheck;
  if (!check || check.disable) return false;
  const [first] = [check.test ?? []].flat();
  return first !== undefined && first !== "NONE";
}

/** `restart`, or what Compose makes of `deploy.restart_policy`. */
function restartPolicy(service: RawService): string {
  if (service.restart !== undefined) return service.restart;
  const { condition = "no", max_attempts: attempts } = service.deploy?.restart_policy ?? {};
  if (condition === "none") return "no";
  if (condition === "any") return "always";
  return condition === "on-failure" && attempts ? `on-failure:${attempts}` : condition;
}

function filesOf(type: "secret" | "config", sources: RawConfig["secrets"]): ComposeConfig["files"] {
  return Object.entries(sources).flatMap(([name, source]) =>
    source.file === undefined ? [] : [{ name, type, path: source.file }],
  );
}

/** What the compose files say, or why Compose cannot read them. */
export type ConfigSeen =
  | {
      readonly valid: true;
      readonly config: ComposeConfig;
      /** As printed; holds secrets. */
      readonly text: string;
      /** Variables that the files use and nothing sets: Compose takes them for empty. */
      readonly unset: readonly string[];
    }
  | { readonly valid: false; readonly reason: string };

/** Asks Compose for the project in a directory; `text` holds secrets. */
export const composeConfig = (of: ComposeProject): Fact<ConfigSeen> => ({
  ask: showConfig(of),
  parse: ({ code, stdout, stderr }) => {
    if (code === 0)
      return { valid: true, config: parseCompose(stdout), text: stdout, unset: unsetIn(stderr) };
    const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.includes("level=warning"));
    return {
      valid: false,
      reason: lines.slice(-2).join("; ") || `docker compose config exited with ${code}`,
    };
  },
});

function unsetIn(stderr: string): string[] {
  const found = [...stderr.matchAll(/The \\?"([^"\\]+)\\?" variable is not set/g)].map(
    ([, name = ""]) => name,
  );
  return [...new Set(found)].sort();
}
