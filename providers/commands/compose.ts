import type { Command } from "../model/command";
import { STOP_DEADLINE_MS } from "./docker";

/** Which project a Compose command is about. */
export interface ComposeProject {
  /** Where it lies on the host; commands run in it, as a user would. */
  readonly directory: string;
  /** The project's name, where it is not Compose's own default. */
  readonly project?: string;
  /** Compose files relative to the directory, where they are not the default ones. */
  readonly files?: readonly string[];
}

/** `up` waits for the health of what others depend on. */
const START_DEADLINE_MS = 10 * 60_000;

function compose(of: ComposeProject, ...args: string[]): Command {
  const project = of.project === undefined ? [] : ["--project-name", of.project];
  const files = (of.files ?? []).flatMap((file) => ["--file", file]);
  return { argv: ["docker", "compose", ...project, ...files, ...args], cwd: of.directory };
}

/** The project as Compose understands it, as JSON; exits non-zero where the files are not valid. */
export function showConfig(of: ComposeProject): Command {
  return compose(of, "config", "--format", "json");
}

/** The version alone: "2.40.3". */
export function showComposeVersion(): Command {
  return { argv: ["docker", "compose", "version", "--short"] };
}

/**
 * Creates what is missing and starts everything. Nothing is built or pulled: images were brought before.
 * `--pull never` also holds back a `pull_policy: always`; Compose has it since 2.7.
 */
export function up(of: ComposeProject, options: { readonly pull?: "never" } = {}): Command {
  const pull = options.pull === undefined ? [] : ["--pull", options.pull];
  return { ...compose(of, "up", "--detach", "--no-build", ...pull), within: START_DEADLINE_MS };
}

/**
 * Creates containers, stopped, from a project given as JSON on standard input: it holds secrets. The
 * directory is the project's, so that Compose's labels are those of the real files.
 */
export function createFrom(of: ComposeProject & { readonly project: string }, config: string): Command {
  const { directory, project } = of;
  return {
    argv: [
      "docker",
      "compose",
      "--project-name",
      project,
      "--project-directory",
      directory,
      "--file",
      "-",
      "create",
      "--no-build",
    ],
    cwd: directory,
    stdin: config,
    within: START_DEADLINE_MS,
  };
}

/** Starts the containers that are there, in the order of their dependencies, and makes none anew. */
export function startExisting(of: ComposeProject): Command {
  return { ...compose(of, "start"), within: START_DEADLINE_MS };
}

/** Stops the project's containers in the order of their dependencies, and keeps them. */
export function stop(of: ComposeProject): Command {
  return { ...compose(of, "stop"), within: STOP_DEADLINE_MS };
}
