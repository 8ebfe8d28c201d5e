import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findComposeFiles, readFiles } from "../../../providers/commands/compose-files";
import { findTexts, lookAtPaths } from "../../../providers/commands/paths";
import { type ComposeConfig, parseCompose } from "../../../providers/facts/compose";
import { portText } from "../../../providers/facts/published-ports";
import { compose } from "../../../providers/kinds/compose";
import type { Command, Result } from "../../../providers/model/command";
import type { Observed } from "../../../providers/model/service";
import { performSync } from "../../contract/perform-sync";
import { recorded } from "../recorded";
import { composeBinary, corpus, corpusFile, realConfig, recordedConfig } from "./corpus";

type Json = { readonly [key: string]: Json } & { readonly length?: number };
const entries = (value: unknown): [string, Json][] => Object.entries((value ?? {}) as Record<string, Json>);
const list = (value: unknown): Json[] => (value ?? []) as Json[];

/** What Compose printed, read by plain indexing: nothing of Ferry's own parser. */
function independently(name: string) {
  const config = JSON.parse(recordedConfig(name)) as Json;
  const services = entries(config.services);
  const of = <T>(read: (service: Json, name: string) => T) =>
    Object.fromEntries(services.map(([key, service]) => [key, read(service, key)]));
  const mounts = (service: Json, type: string) =>
    list(service.volumes).filter((each) => String(each.type) === type);
  const volumes = config.volumes ?? {};
  return {
    project: String(config.name),
    services: services.map(([key]) => key),
    images: of((service, key) => String(service.image ?? `${config.name}-${key}`)),
    builds: of((service) => service.build !== undefined),
    volumes: of((service) =>
      mounts(service, "volume").map((each) =>
        String((each.source && (volumes as Json)[String(each.source)]?.name) ?? ""),
      ),
    ),
    binds: of((service) => mounts(service, "bind").map((each) => String(each.source))),
    ports: of((service) =>
      list(service.ports)
        .filter((port) => port.published !== undefined)
        .map((port) => `${port.host_ip ? `${port.host_ip}:` : ""}${port.published}/${port.protocol}`),
    ),
    networks: of((service) => Object.keys(service.networks ?? {})),
    secrets: of((service) => list(service.secrets).map((each) => String(each.source))),
    devices: of((service) => list(service.devices).map((each) => String(each.source))),
    health: of((service) => service.healthcheck !== undefined),
    restart: of((service) => String(service.restart ?? "no")),
    allVolumes: entries(volumes).map(([, volume]) => String(volume.name)),
    allNetworks: entries(config.networks).map(([, network]) => String(network.name)),
    files: [...entries(config.secrets), ...entries(config.configs)].flatMap(([, each]) =>
      each.file ? [String(each.file)] : [],
    ),
  };
}

/** The same view of what Ferry's parser found. */
function byParser(found: ComposeConfig): ReturnType<typeof independently> {
  const of = <T>(read: (service: ComposeConfig["services"][number]) => T) =>
    Object.fromEntries(found.services.map((service) => [service.name, read(service)]));
  return {
    project: found.project,
    services: found.services.map(({ name }) => name),
    images: of(({ image }) => image),
    builds: of(({ builds }) => builds),
    volumes: of(({ mounts }) =>
      mounts.filter(({ type }) => type === "volume" || type === "anonymous").map(({ source }) => source),
    ),
    binds: of(({ mounts }) => mounts.filter(({ type }) => type === "bind").map(({ source }) => source)),
    ports: of(({ ports }) => ports.map(portText)),
    networks: of(({ networks }) => [...networks]),
    secrets: of(({ secrets }) => [...secrets]),
    devices: of(({ devices }) => [...devices]),
    health: of(({ healthcheck }) => healthcheck),
    restart: of(({ restart }) => restart),
    allVolumes: found.volumes.map(({ name }) => name),
    allNetworks: found.networks.map(({ name }) => name),
    files: found.files.map(({ path }) => path),
  };
}

/** A host that has the sample's folder and its volumes, a Docker socket, and nothing else. */
function answer(name: string, command: Command): Result {
  const config = recordedConfig(name);
  const ok = (stdout: string): Result => ({ code: 0, stdout, stderr: "" });
  const said = command.argv.join(" ");
  if (said.startsWith("docker ps")) return ok("");
  if (said.startsWith("docker version")) return recorded("version");
  if (said.startsWith("docker info")) return recorded("info");
  if (said.startsWith("docker compose version")) return recorded("compose-version");
  if (said.startsWith("docker compose config")) return ok(config);
  if (said.startsWith("docker volume inspect"))
    return ok(JSON.stringify(volumesNamed(command.argv.slice(4))));
  if (said.startsWith("docker image inspect"))
    return { code: 1, stdout: "[]\n", stderr: "Error: No such image: any\n" };
  if (command.argv[2] === findComposeFiles("").argv[2])
    return ok(`directory /srv/${name}\nfile compose.yaml\n`);
  if (command.argv[2] === readFiles([]).argv[2])
    return ok(`${readFileSync(corpusFile(name, composeFileOf(name)), "utf8")}\0`);
  if (command.argv[2] === lookAtPaths([]).argv[2])
    return ok(
      command.argv
        .slice(4)
        .map((path) => `${typeAt(name, path)}\0${path}\0`)
        .join(""),
    );
  if (command.argv[2] === findTexts("", []).argv[2]) return ok(texts(name));
  return ok("");
}

const texts = (name: string): string =>
  readdirSync(dirname(corpusFile(name, "x")))
    .filter((file) => file.endsWith(".env"))
    .map((file) => `./${file}\n`)
    .join("");

const volumesNamed = (names: readonly string[]) =>
  names.map((Name) => ({
    Name,
    Driver: "local",
    Mountpoint: `/var/lib/docker/volumes/${Name}/_data`,
    Labels: null,
    Options: null,
  }));

const composeFileOf = (name: string): string => {
  try {
    readFileSync(corpusFile(name, "compose.yaml"));
    return "compose.yaml";
  } catch {
    return "compose.yml";
  }
};

function typeAt(name: string, path: string): string {
  if (path.endsWith(".sock")) return "socket";
  if (path.startsWith(`/srv/${name}/`)) return /\.[a-z]+$/.test(path) ? "file" : "directory";
  return "missing";
}

function observed(name: string): Observed {
  const service = { kind: "compose", name, host: "alpha", directory: `/srv/${name}` } as const;
  const look = compose.observe(service, { name: "alpha", address: "10.0.0.1", root: "" });
  return performSync(look, (command) => answer(name, command));
}

describe("the compose files that people use", () => {
  it("are all here", () => {
    expect(corpus).toHaveLength(39);
  });

  it.each(corpus)("%s: everything that Compose says of it is found", (name) => {
    expect(byParser(parseCompose(recordedConfig(name)))).toEqual(independently(name));
  });

  it.each(corpus)("%s: nothing that its file names is lost on the way to the recording", (name) => {
    const file = parse(readFileSync(corpusFile(name, composeFileOf(name)), "utf8")) as Json;
    const found = parseCompose(recordedConfig(name));
    expect(found.services.map((service) => service.name).sort()).toEqual(
      Object.keys(file.services ?? {}).sort(),
    );
    for (const [key, service] of entries(file.services)) {
      const mine = found.services.find((each) => each.name === key);
      expect(mine?.healthcheck).toBe(service.healthcheck !== undefined);
      expect(mine?.builds).toBe(service.build !== undefined);
      expect(mine?.mounts).toHaveLength(list(service.volumes).length);
      expect(mine?.secrets).toHaveLength(list(service.secrets).length);
    }
  });

  it.each(corpus)("%s: what travels, what is left and what has to be mended is as reviewed", async (name) => {
    const { datasets, left, ports, images, externalNetworks, texts, troubles } = observed(name);
    const told = {
      datasets,
      left,
      ports: ports.map(portText),
      images: images.map((image) => image.name),
      externalNetworks,
      texts,
      troubles,
    };
    await expect(`${JSON.stringify(told, null, 2)}\n`).toMatchFileSnapshot(
      corpusFile(name, "moved.golden.json"),
    );
  });

  it.each(corpus)("%s: each bind and volume travels, or is named", (name) => {
    const { datasets, left } = observed(name);
    const { services } = parseCompose(recordedConfig(name));
    for (const { source, type } of services.flatMap(({ mounts }) => mounts)) {
      if (type !== "bind" && type !== "volume") continue;
      const travels = datasets.some(
        ({ id, path }) => id === `volume:${source}` || source === path || source.startsWith(`${path}/`),
      );
      const named = left.some(({ what }) => what.startsWith(`${source.replace(/\/$/, "")} `));
      expect(travels || named, source).toBe(true);
    }
  });

  it.each(corpus)("%s: a build without its image is a trouble with a remedy", (name) => {
    const { services } = parseCompose(recordedConfig(name));
    const told = observed(name).troubles.filter((check) => check.name === "images");
    expect(told).toHaveLength(services.filter(({ builds }) => builds).length);
    for (const { outcome, remedy } of told)
      expect([outcome, remedy]).toEqual(["fail", expect.stringMatching(/docker compose build/)]);
  });

  if (composeBinary === undefined)
    console.warn("Left out: what Compose itself says of the corpus, because there is no Compose here.");
  it.skipIf(composeBinary === undefined).each(corpus)(
    "%s: Compose still prints what was recorded",
    (name) => {
      expect(JSON.parse(realConfig(composeBinary ?? "", name))).toEqual(JSON.parse(recordedConfig(name)));
    },
  );
});
