import { type Container, nameOf } from "../facts/containers";
import type { SeenContainer } from "../facts/docker";
import type { Check, Dataset } from "../model/service";
import { fail, warn } from "./checks";
import { othersUsing } from "./compose-troubles";

export interface ContainerFindings {
  readonly container: Container;
  readonly data: readonly Dataset[];
  /** The other containers of the host. */
  readonly others: readonly SeenContainer[];
}

/** What a user has to mend, or to know, before this container can move. */
export function containerTroubles(found: ContainerFindings): Check[] {
  const { container } = found;
  return [
    ...ownedByOthers(container),
    ...boundToOthers(container),
    ...fleeting(container),
    ...openPorts(container),
    ...othersUsing(found.data, found.others),
  ];
}

/** Who made the container would make it again, or miss it. */
function ownedByOthers({ Config }: Container): Check[] {
  const labels = Config.Labels ?? {};
  const project = labels["com.docker.compose.project"];
  const swarm = labels["com.docker.swarm.service.name"];
  if (swarm !== undefined) {
    return [
      fail(
        "owner",
        `It is a task of the Swarm service ${swarm}.`,
        "Move it with Swarm: docker service update --constraint-add.",
      ),
    ];
  }
  if (project === undefined) return [];
  return [
    warn(
      "owner",
      `It belongs to the Compose project ${project}.`,
      "Use `kind: compose` to move the whole project.",
    ),
  ];
}

/** Other containers that it cannot be made without. */
function boundToOthers({ HostConfig }: Container): Check[] {
  const { NetworkMode, IpcMode, PidMode, Links } = HostConfig;
  const modes = Object.entries({ network: NetworkMode, ipc: IpcMode, pid: PidMode }).filter(([, mode]) =>
    mode.startsWith("container:"),
  );
  const shared = modes.map(([what, mode]) =>
    fail(
      "other containers",
      `It shares the ${what} of container ${mode.slice("container:".length, 22)}, which does not move with it.`,
      "Put both into one Compose project.",
    ),
  );
  const links = (Links ?? []).map((link) =>
    fail(
      "other containers",
      `It is linked to container ${link.split(":")[0]?.replace(/^\//, "")}, which does not move with it.`,
      "Join both to a network instead of linking them.",
    ),
  );
  return [...shared, ...links];
}

function fleeting(container: Container): Check[] {
  if (container.State.Status === "paused") {
    const name = nameOf(container);
    return [
      fail("container", `${name} is paused: Docker cannot stop it.`, `Wake it up: docker unpause ${name}.`),
    ];
  }
  if (!container.HostConfig.AutoRemove) return [];
  return [
    fail(
      "container",
      `${nameOf(container)} was started with --rm: Docker would remove it, and its anonymous volumes, at the stop.`,
      "Start it again without --rm.",
    ),
  ];
}

function openPorts({ HostConfig }: Container): Check[] {
  if (HostConfig.NetworkMode === "host") {
    return [
      warn(
        "ports",
        "It uses the host's own network: which ports it takes cannot be told beforehand.",
        "See that its ports are free on the target.",
      ),
    ];
  }
  const chosen = Object.values(HostConfig.PortBindings ?? {}).some((bindings) =>
    (bindings ?? []).some(({ HostPort }) => HostPort === "" || HostPort === "0"),
  );
  if (!chosen && !HostConfig.PublishAllPorts) return [];
  return [
    warn(
      "ports",
      "Docker chooses some of its ports: they will be others on the target.",
      "Publish it with `-p PORT:PORT`.",
    ),
  ];
}
