import { z } from "zod";
import { type ComposeProject, listProject } from "../commands/compose";
import { CommandFailed, type Fact } from "../model/procedure";
import { readJsonLines } from "./json";

const row = z.object({
  Name: z.string(),
  Service: z.string(),
  State: z.string(),
  Health: z.string().default(""),
  ExitCode: z.number().default(0),
});

/** One container of a project, as `docker compose ps` shows it. */
export interface ProjectContainer {
  readonly name: string;
  readonly service: string;
  /** created, running, paused, restarting, removing, exited, dead. */
  readonly state: string;
  /** starting, healthy, unhealthy; empty where it has no health check. */
  readonly health: string;
  readonly exitCode: number;
}

/** Every container of a project with its health. */
export function projectContainers(of: ComposeProject): Fact<readonly ProjectContainer[]> {
  const ask = listProject(of);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseProjectContainers(result.stdout);
    },
  };
}

/** Reads JSON lines (Compose since 2.21) or one JSON array (before). */
export function parseProjectContainers(text: string): ProjectContainer[] {
  return readJsonLines("docker compose ps", text, row).map((each) => ({
    name: each.Name,
    service: each.Service,
    state: each.State,
    health: each.Health,
    exitCode: each.ExitCode,
  }));
}
