import { type Command, command } from "../model/command";

/** `docker stop` waits for the container's own grace period, which may be minutes. */
export const STOP_DEADLINE_MS = 15 * 60_000;

const field = (name: string, template: string): string => `"${name}":{{json ${template}}}`;
const label = (name: string): string => `(.Label "com.docker.compose.${name}")`;

// Labels are asked for one by one: the `Labels` column joins them with commas, which values contain too.
const LIST = `{${[
  field("id", ".ID"),
  field("names", ".Names"),
  field("image", ".Image"),
  field("state", ".State"),
  field("status", ".Status"),
  field("ports", ".Ports"),
  field("mounts", ".Mounts"),
  field("project", label("project")),
  field("service", label("service")),
  field("directory", label("project.working_dir")),
  field("oneoff", label("oneoff")),
  field("helper", '(.Label "ferry.group")'),
].join(",")}}`;

/** One JSON object a line for every container of the host, running or not. */
export function listContainers(): Command {
  return command("docker", "ps", "-a", "--no-trunc", "--format", LIST);
}

/** Client and server version as one JSON object; exits 1 where the server does not answer. */
export function showVersion(): Command {
  return command("docker", "version", "--format", "{{json .}}");
}

/** What the daemon says of itself and its host, as one JSON object. */
export function showInfo(): Command {
  return command("docker", "info", "--format", "{{json .}}");
}

export type DockerObject = "container" | "volume" | "image" | "network";

/**
 * A JSON array of what was found; exits 1 and names on standard error what was not. Names are given after
 * `--`, so that none is taken for an option.
 */
export function inspect(object: DockerObject, names: readonly string[]): Command {
  return command("docker", object, "inspect", "--", ...names);
}

/** Names of the volumes or networks that carry a label, one a line. */
export function listByLabel(object: "volume" | "network", label: string): Command {
  const name = object === "volume" ? "{{.Name}}" : "{{.ID}}";
  const whole = object === "network" ? ["--no-trunc"] : [];
  return command("docker", object, "ls", ...whole, "--format", name, "--filter", `label=${label}`);
}

/** Ids of all networks, one a line. */
export function listNetworks(): Command {
  return command("docker", "network", "ls", "--no-trunc", "--format", "{{.ID}}");
}

/** `policy` as Docker writes it: "no", "always", "unless-stopped", "on-failure:3". */
export function setRestart(policy: string, containers: readonly string[]): Command {
  return command("docker", "update", `--restart=${policy}`, "--", ...containers);
}

export function startContainers(containers: readonly string[]): Command {
  return command("docker", "start", "--", ...containers);
}

/** Stops with each container's own signal and grace period. */
export function stopContainers(containers: readonly string[]): Command {
  return { ...command("docker", "stop", "--", ...containers), within: STOP_DEADLINE_MS };
}

/** Removes containers with the anonymous volumes Docker made for them; named volumes stay. */
export function removeContainers(containers: readonly string[]): Command {
  return command("docker", "rm", "-f", "-v", "--", ...containers);
}

export function renameContainer(container: string, name: string): Command {
  return command("docker", "rename", container, name);
}

export function removeVolume(name: string): Command {
  return command("docker", "volume", "rm", "--", name);
}

export function removeNetwork(id: string): Command {
  return command("docker", "network", "rm", "--", id);
}

/** The last lines of a container's log, both streams. */
export function tailLog(container: string, lines: number): Command {
  return command("docker", "logs", "--tail", String(lines), "--", container);
}

/** Paths that a container added (A), changed (C) or deleted (D) in its own layer, one a line. */
export function listChanges(container: string): Command {
  return command("docker", "diff", "--", container);
}
