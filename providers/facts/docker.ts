import { z } from "zod";
import { listContainers, showInfo, showVersion } from "../commands/docker";
import type { Result } from "../model/command";
import type { Fact } from "../model/procedure";
import { readJson, readJsonLines } from "./json";

/** A container as `docker ps` shows it. */
export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  /** As it was named when the container was made. */
  readonly image: string;
  /** created, running, paused, restarting, removing, exited, dead. */
  readonly state: string;
  /** "Up 2 hours (healthy)", "Exited (1) 5 seconds ago". */
  readonly status: string;
  /** starting, healthy, unhealthy; empty where it has no health check or does not run. */
  readonly health: string;
  /** Of the last run; 0 while it runs. */
  readonly exitCode: number;
  /** Published ports, "0.0.0.0:8080->80/tcp". */
  readonly ports: readonly string[];
  /** Volume names and host paths that it mounts. */
  readonly mounts: readonly string[];
  /** Compose's labels; empty where Compose did not make it. */
  readonly project: string;
  readonly service: string;
  readonly directory: string;
  /** True for `docker compose run`. */
  readonly oneoff: boolean;
}

/** What a host says when asked for its containers. */
export type DockerSeen =
  | { readonly docker: "here"; readonly containers: readonly SeenContainer[] }
  /** There is no docker command. */
  | { readonly docker: "absent" }
  /** There is one, but the daemon did not answer, or not to this user. */
  | { readonly docker: "silent"; readonly reason: string; readonly remedy: string };

const listed = z.object({
  id: z.string(),
  names: z.string(),
  image: z.string(),
  state: z.string(),
  status: z.string(),
  ports: z.string(),
  mounts: z.string(),
  project: z.string(),
  service: z.string(),
  directory: z.string(),
  oneoff: z.string(),
  helper: z.string().default(""),
});

/** All containers of a host, at the cost of one look for all its services. */
export const containerList = (): Fact<DockerSeen> => ({
  ask: listContainers(),
  parse: parseContainerList,
  shared: true,
});

/** Reads what `listContainers` printed. */
export function parseContainerList(result: Result): DockerSeen {
  if (result.code === 127) return { docker: "absent" };
  if (result.code !== 0) return { docker: "silent", ...silence(result.stderr) };
  // Ferry's own are there only for as long as a command runs in them.
  const rows = readJsonLines("docker ps", result.stdout, listed).filter(({ helper }) => helper === "");
  return { docker: "here", containers: rows.map(seen) };
}

function seen(row: z.infer<typeof listed>): SeenContainer {
  const { names, oneoff, helper: _, ...rest } = row;
  return {
    ...rest,
    // Legacy links add names with a slash ("web/db").
    name: names.split(",").find((name) => !name.includes("/")) ?? names,
    ports: row.ports.split(", ").filter((port) => port !== ""),
    mounts: row.mounts.split(",").filter((mount) => mount !== ""),
    oneoff: oneoff === "True",
    health: /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(row.status)?.[1] ?? "",
    exitCode: Number(/^(?:Exited|Restarting) \((\d+)\)/.exec(row.status)?.[1] ?? 0),
  };
}

/** Why the daemon did not answer, and what to do; the texts are those of docker's client. */
function silence(stderr: string): { reason: string; remedy: string } {
  const said = stderr.trim().split("\n").at(-1) ?? "";
  if (/permission denied/i.test(stderr)) {
    return {
      reason: "this user may not use Docker",
      remedy: "Add the user to the docker group, or set `become: sudo` for the host.",
    };
  }
  if (/cannot connect|is the docker daemon running|connection refused/i.test(stderr)) {
    return { reason: "the Docker daemon does not answer", remedy: "Start it: systemctl start docker." };
  }
  return {
    reason: `docker failed: ${said || "it said nothing"}`,
    remedy: "See what `docker ps` says there.",
  };
}

export interface DockerVersion {
  /** "20.10.24+dfsg1". */
  readonly version: string;
  /** "1.41": the newest API it speaks, and the oldest. */
  readonly api: string;
  readonly oldestApi: string;
  /** "linux/amd64". */
  readonly platform: string;
}

const versioned = z.object({
  Server: z.object({
    Version: z.string(),
    ApiVersion: z.string(),
    MinAPIVersion: z.string().default("1.12"),
    Os: z.string(),
    Arch: z.string(),
  }),
});

/** Version and platform of the daemon; `undefined` where it is not there or does not answer. */
export const dockerVersion = (): Fact<DockerVersion | undefined> => ({
  ask: showVersion(),
  shared: true,
  parse: (result) => (result.code === 0 ? parseVersion(result.stdout) : undefined),
});

/** Reads what `showVersion` printed. */
export function parseVersion(text: string): DockerVersion {
  const { Server } = readJson("docker version", text, versioned);
  return {
    version: Server.Version,
    api: Server.ApiVersion,
    oldestApi: Server.MinAPIVersion,
    platform: `${Server.Os}/${Server.Arch}`,
  };
}

export interface DockerInfo {
  /** Where volumes and images lie: "/var/lib/docker". */
  readonly root: string;
  /** True where containers' user ids are mapped (userns-remap or rootless): files have other owners outside. */
  readonly mapped: boolean;
  readonly runtimes: readonly string[];
  /** Volume drivers: "local" and plugins. */
  readonly volumeDrivers: readonly string[];
  /** The version of the Compose plugin, where the client tells: "2.40.3". */
  readonly compose?: string;
  /** What keeps its images: Docker's own store of layers, or containerd's, which knows nothing of chain ids. */
  readonly store: "layers" | "containerd" | "unknown";
}

/** Where Docker's own store keeps layers. containerd's store says "overlayfs" and the like, and names itself. */
const LAYER_DRIVERS = /^(?:overlay2?|fuse-overlayfs|btrfs|zfs|vfs|aufs|devicemapper)$/;

const informed = z.object({
  // Older clients exit 0 and name here why the daemon did not answer.
  ServerErrors: z.array(z.string()).nullish(),
  DockerRootDir: z.string().default(""),
  SecurityOptions: z.array(z.string()).nullish(),
  Runtimes: z.record(z.string(), z.unknown()).nullish(),
  Driver: z.string().default(""),
  DriverStatus: z.unknown().optional(),
  Plugins: z.object({ Volume: z.array(z.string()).nullish() }).nullish(),
  ClientInfo: z
    .object({ Plugins: z.array(z.object({ Name: z.string(), Version: z.string().optional() })).nullish() })
    .nullish(),
});

/** What the daemon says of itself; `undefined` where it does not answer. */
export const dockerInfo = (): Fact<DockerInfo | undefined> => ({
  ask: showInfo(),
  shared: true,
  parse: (result) => (result.code === 0 ? parseInfo(result.stdout) : undefined),
});

/** Reads what `showInfo` printed. */
export function parseInfo(text: string): DockerInfo | undefined {
  const info = readJson("docker info", text, informed);
  if (info.ServerErrors?.length || info.DockerRootDir === "") return undefined;
  const plugin = info.ClientInfo?.Plugins?.find(({ Name }) => Name === "compose");
  const compose = /\d+(?:\.\d+)+/.exec(plugin?.Version ?? "")?.[0];
  return {
    ...(compose === undefined ? {} : { compose }),
    root: info.DockerRootDir,
    mapped: (info.SecurityOptions ?? []).some((option) => /^name=(userns|rootless)\b/.test(option)),
    runtimes: Object.keys(info.Runtimes ?? {}),
    volumeDrivers: info.Plugins?.Volume ?? ["local"],
    store: storeOf(info),
  };
}

function storeOf({ Driver, DriverStatus }: z.infer<typeof informed>): DockerInfo["store"] {
  if (JSON.stringify(DriverStatus ?? "").includes('"io.containerd.')) return "containerd";
  return LAYER_DRIVERS.test(Driver) ? "layers" : "unknown";
}
