import { z } from "zod";
import { inspect } from "../commands/docker";
import { CommandFailed, type Fact } from "../model/procedure";
import { onlyMissing } from "./docker-objects";
import { readJson } from "./json";

const portBinding = z.object({ HostIp: z.string().default(""), HostPort: z.string().default("") });

const mount = z.looseObject({
  Type: z.string(),
  /** Volumes only. */
  Name: z.string().optional(),
  Source: z.string().default(""),
  Destination: z.string(),
  Driver: z.string().optional(),
  Mode: z.string().default(""),
  RW: z.boolean().default(true),
  Propagation: z.string().default(""),
});

const endpoint = z.looseObject({
  IPAMConfig: z.looseObject({ IPv4Address: z.string().optional() }).nullish(),
  Links: z.array(z.string()).nullish(),
  Aliases: z.array(z.string()).nullish(),
  NetworkID: z.string().default(""),
  DriverOpts: z.record(z.string(), z.string()).nullish(),
});

const config = z.looseObject({
  Hostname: z.string().default(""),
  Env: z.array(z.string()).nullish(),
  Entrypoint: z.array(z.string()).nullish(),
  Image: z.string(),
  ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
  StopTimeout: z.number().nullish(),
});

const hostConfig = z.looseObject({
  Binds: z.array(z.string()).nullish(),
  Mounts: z
    .array(z.looseObject({ Type: z.string(), Source: z.string().optional(), Target: z.string() }))
    .nullish(),
  NetworkMode: z.string().default("default"),
  IpcMode: z.string().default(""),
  PidMode: z.string().default(""),
  PortBindings: z.record(z.string(), z.array(portBinding).nullish()).nullish(),
  PublishAllPorts: z.boolean().default(false),
  RestartPolicy: z
    .object({ Name: z.string().default(""), MaximumRetryCount: z.number().default(0) })
    .nullish(),
  AutoRemove: z.boolean().default(false),
  VolumesFrom: z.array(z.string()).nullish(),
  Links: z.array(z.string()).nullish(),
  Devices: z.array(z.looseObject({ PathOnHost: z.string() })).nullish(),
  DeviceRequests: z.array(z.unknown()).nullish(),
  Runtime: z.string().default(""),
});

/** `docker inspect` of one container: whole, and typed where Ferry looks. API 1.41, docs.docker.com/engine/api. */
const container = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  /** The image's id, whatever its name points at by now. */
  Image: z.string(),
  State: z.looseObject({
    Status: z.string(),
    Running: z.boolean(),
    Pid: z.number().default(0),
    ExitCode: z.number().default(0),
    StartedAt: z.string().default(""),
    Health: z.looseObject({ Status: z.string() }).nullish(),
  }),
  Config: config,
  HostConfig: hostConfig,
  Mounts: z.array(mount).default([]),
  NetworkSettings: z.looseObject({ Networks: z.record(z.string(), endpoint).nullish() }),
});

export type Container = z.infer<typeof container>;
export type ContainerMount = z.infer<typeof mount>;
export type Endpoint = z.infer<typeof endpoint>;

/** The containers of that name or id that are there, whole. The answer holds secrets (environments). */
export function containers(names: readonly string[]): Fact<readonly Container[]> {
  const ask = inspect("container", names);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0 && !onlyMissing(result)) throw new CommandFailed(ask, result);
      return parseContainers(result.stdout);
    },
  };
}

/** Reads what `docker container inspect` printed. */
export function parseContainers(text: string): Container[] {
  return readJson("docker container inspect", text, z.array(container));
}

/** The container's name as people write it. */
export const nameOf = (found: Container): string => found.Name.replace(/^\//, "");

/** The restart policy as `docker update --restart` takes it: "no", "always", "on-failure:3". */
export function restartOf(found: Container): string {
  const { Name = "", MaximumRetryCount = 0 } = found.HostConfig.RestartPolicy ?? {};
  if (Name === "") return "no";
  return Name === "on-failure" && MaximumRetryCount > 0 ? `${Name}:${MaximumRetryCount}` : Name;
}
