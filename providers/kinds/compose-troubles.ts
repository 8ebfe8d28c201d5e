import type { ComposeConfig } from "../facts/compose";
import type { SeenContainer } from "../facts/docker";
import type { Check, Dataset, ImageRef } from "../model/service";
import { fail, warn } from "./checks";
import type { ComposeService, ProjectHere } from "./compose-project";
import { isLive } from "./docker-host";
import { within } from "./host-paths";

export interface Findings {
  readonly service: ComposeService;
  readonly here: ProjectHere;
  readonly config: ComposeConfig | undefined;
  /** The project's name as its files alone give it. */
  readonly ownName: string | undefined;
  readonly images: readonly ImageRef[];
  /** What travels. */
  readonly data: readonly Dataset[];
}

/** What a user has to mend, or to know, before this project can move. */
export function projectTroubles(found: Findings): Check[] {
  return [
    ...otherName(found),
    ...strangers(found),
    ...withoutImage(found),
    ...hostNetwork(found),
    ...otherUsers(found),
  ];
}

/** The target has no containers yet, so the name has to come from the files or from the stack file. */
function otherName({ service, here, ownName }: Findings): Check[] {
  const names = [...new Set(here.containers.map(({ project }) => project))];
  if (names.length > 1) {
    return [
      fail(
        "project name",
        `${names.length} projects run from ${service.directory}: ${names.join(", ")}.`,
        `Write \`project: ${names[0]}\` (the one to move) for ${service.name} in the stack file.`,
      ),
    ];
  }
  const [name] = names;
  if (service.project !== undefined || name === undefined || ownName === undefined || name === ownName)
    return [];
  return [
    fail(
      "project name",
      `Its containers belong to project ${name}, but its files say ${ownName}.`,
      `Write \`project: ${name}\` for ${service.name} in the stack file.`,
    ),
  ];
}

/** What runs in the project but would not be started by `docker compose up`: it would be lost on the way. */
function strangers({ service, here, config }: Findings): Check[] {
  const known = new Set(config?.services.map(({ name }) => name));
  return here.containers.flatMap((container): Check[] => {
    const { name } = container;
    if (container.oneoff && isLive(container)) {
      return [
        fail(
          "containers",
          `${name} was started by \`docker compose run\` and still runs.`,
          `Wait for it to end, or remove it: docker rm -f ${name}.`,
        ),
      ];
    }
    if (container.state === "paused") {
      return [
        fail(
          "containers",
          `${name} is paused: Docker cannot stop it.`,
          `Wake it up: docker unpause ${name}.`,
        ),
      ];
    }
    if (container.oneoff || !config || known.has(container.service) || !isLive(container)) return [];
    return [
      fail(
        "containers",
        `${name} runs, but \`docker compose up\` would not start ${container.service}: it is not in the files, or its profile is not active.`,
        `Add it to the files, or its profile to COMPOSE_PROFILES in ${service.directory}/.env, or remove it: docker rm -f ${name}.`,
      ),
    ];
  });
}

function withoutImage({ service, config, images, here }: Findings): Check[] {
  const missing = new Set(images.filter(({ id }) => id === undefined).map(({ name }) => name));
  return (config?.services ?? [])
    .filter(({ builds, image }) => builds && missing.has(image))
    .map(({ name, image }) =>
      fail(
        "images",
        `${name} is built from source, and its image ${image} is not there.`,
        `Run \`docker compose build ${name}\` in ${here.of.directory || service.directory}.`,
      ),
    );
}

function hostNetwork({ config }: Findings): Check[] {
  return (config?.services ?? []).flatMap(({ name, networkMode = "" }): Check[] => {
    if (networkMode === "host") {
      return [
        warn(
          "ports",
          `${name} uses the host's own network: which ports it takes cannot be told beforehand.`,
          "See that its ports are free on the target.",
        ),
      ];
    }
    if (!networkMode.startsWith("container:")) return [];
    return [
      fail(
        "network",
        `${name} lives in the network of ${networkMode}, which is not part of the project.`,
        "Bring both into one project and use `network_mode: service:NAME`.",
      ),
    ];
  });
}

/** Others that mount the same data would go on with the copy that stays behind. */
function otherUsers({ here, data }: Findings): Check[] {
  const own = new Set(here.containers.map(({ id }) => id));
  return othersUsing(
    data,
    here.all.filter(({ id }) => !own.has(id)),
  );
}

/** Running containers of other services that mount what travels. */
export function othersUsing(data: readonly Dataset[], others: readonly SeenContainer[]): Check[] {
  const travels = (mount: string): boolean =>
    data.some(({ id, path }) => id === `volume:${mount}` || (mount.startsWith("/") && within(mount, path)));
  return others
    .filter(isLive)
    .flatMap((other) => other.mounts.filter(travels).map((mount) => ({ other, mount })))
    .map(({ other, mount }) =>
      warn(
        "shared data",
        `${other.name}, which is not part of this service, also uses ${mount}: it stays with the old copy.`,
        `Stop ${other.name} or move it too, if it writes there.`,
      ),
    );
}
