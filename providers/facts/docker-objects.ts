import { z } from "zod";
import { inspect, listByLabel, listNetworks } from "../commands/docker";
import type { Command, Result } from "../model/command";
import { CommandFailed, type Fact } from "../model/procedure";
import { readJson } from "./json";

const texts = z.record(z.string(), z.string()).nullish();

const volume = z.object({
  Name: z.string(),
  Driver: z.string(),
  Mountpoint: z.string().default(""),
  Labels: texts,
  Options: texts,
  Scope: z.string().default("local"),
});

const network = z.looseObject({
  Name: z.string(),
  Id: z.string(),
  Driver: z.string(),
  Scope: z.string().default("local"),
  EnableIPv6: z.boolean().default(false),
  Internal: z.boolean().default(false),
  Attachable: z.boolean().default(false),
  Ingress: z.boolean().default(false),
  IPAM: z.looseObject({
    Driver: z.string().default("default"),
    Options: texts,
    Config: z.array(z.looseObject({ Subnet: z.string().optional() })).nullish(),
  }),
  Options: texts,
  Labels: texts,
});

const image = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Size: z.number().default(0),
  Os: z.string().default("linux"),
  Architecture: z.string().default(""),
  Variant: z.string().optional(),
  Config: z.record(z.string(), z.unknown()).nullish(),
  RootFS: z.object({ Layers: z.array(z.string()).nullish() }).nullish(),
});

export type DockerVolume = z.infer<typeof volume>;
export type DockerNetwork = z.infer<typeof network>;
export type DockerImage = z.infer<typeof image>;

/** Those of the named volumes that are there. */
export const volumes = (names: readonly string[]) => objects("volume", names, volume);
/** Those of the networks, by name or id, that are there. */
export const networks = (names: readonly string[]) => objects("network", names, network);
/** Those of the images, by name or id, that are there; each as often as it was asked for. */
export const images = (names: readonly string[]) => objects("image", names, image);

function objects<T>(
  kind: "volume" | "network" | "image",
  names: readonly string[],
  schema: z.ZodType<T>,
): Fact<T[]> {
  const ask = inspect(kind, names);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0 && !onlyMissing(result)) throw new CommandFailed(ask, result);
      return readJson(`docker ${kind} inspect`, result.stdout, z.array(schema));
    },
  };
}

/**
 * True where an inspect failed only because some of the names are not there: the rest was printed. A shell or
 * a login may add lines of its own to standard error.
 */
export function onlyMissing({ stdout, stderr }: Result): boolean {
  const printed = stdout.trimStart().startsWith("[");
  return printed && /no such (?:container|object|volume|image|network)|\bnot found\b/i.test(stderr);
}

/** Names of volumes, or ids of networks, with that label ("key=value"). */
export const labelled = (kind: "volume" | "network", label: string) => lines(listByLabel(kind, label));

/** Ids of every network of the host. */
export const allNetworks = () => lines(listNetworks());

function lines(ask: Command): Fact<readonly string[]> {
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return result.stdout.split("\n").filter((line) => line !== "");
    },
  };
}
