import { z } from "zod";
import { absolute, argv, domain, duration, globs, name, port, rate, relative } from "./words";

/** How clients reach a service: a proxy serves the domain from the port on the service's host. */
export const route = z.strictObject({
  proxy: name.describe("A proxy declared above."),
  domain,
  port: port.describe("The port the service listens on, on its host."),
});

const health = z.strictObject({
  http: z
    .string()
    .regex(/^\/[^\s\p{Cc}]*$/u)
    .meta({ title: "http path" })
    .optional()
    .describe("A path that answers 200 to 399 when the service is well. Without it, a connection is enough."),
  port: port.optional().describe("The port to ask; the route's by default."),
  within: duration.optional().describe("How long it may take after the start; 60s by default."),
});

/** What happens to a file that both hosts have, differently. */
export const decision = z.enum(["overwrite", "skip"]);

const conflicts = z.strictObject({
  default: z
    .enum(["stop", "overwrite", "skip"])
    .optional()
    .describe(
      "For files that no pattern below names: stop (the default), overwrite the target's, or skip and keep them.",
    ),
  overwrite: globs.optional().describe("Globs of files to replace on the target."),
  skip: globs.optional().describe("Globs of files that the target keeps."),
});

const move = z.strictObject({
  strategy: z
    .enum(["warm", "cold"])
    .optional()
    .describe("warm copies while the service runs, cold stops it first; warm by default."),
  maxDowntime: duration.optional().describe("Pre-copy goes on until the rest fits this; 10s by default."),
  rate: rate
    .optional()
    .describe("The most that the move may put on the link, in every pass; all of it by default."),
  gentle: z
    .boolean()
    .optional()
    .describe(
      "Copy ahead of the stop only with processor and disk time that nobody else wants; true by default.",
    ),
  conflicts: conflicts.optional().describe("What to do with files that both hosts have, differently."),
  exclude: globs.optional().describe("Globs of files that do not travel (caches, logs)."),
  images: z
    .enum(["auto", "copy", "pull"])
    .optional()
    .describe(
      "How the target gets images it lacks; auto by default: pulled where that works, copied if not.",
    ),
  retain: duration.optional().describe("How long the source's copy is promised to stay; 3d by default."),
});

const hooks = z.strictObject({
  before: z
    .array(argv)
    .meta({ title: "commands" })
    .optional()
    .describe("Run on this machine before the service moves."),
  after: z
    .array(argv)
    .meta({ title: "commands" })
    .optional()
    .describe("Run on this machine after the service moved."),
});

const common = {
  host: name.describe("Where the service lives: the line that a move changes."),
  route: route.optional().describe("How clients reach it through a proxy; repointed by a move."),
  health: health.optional().describe("How to tell that it is well on the target, before the move is kept."),
  move: move.optional().describe("How it moves; the defaults fit most services."),
  hooks: hooks.optional().describe("Commands around a move: DNS, monitoring, backup jobs."),
};

export const compose = z
  .strictObject({
    kind: z.literal("compose").describe("A Docker Compose project."),
    ...common,
    directory: absolute.describe("The directory of the compose file; it travels whole."),
    project: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]*$/)
      .meta({ title: "project" })
      .optional()
      .describe("The Compose project's name; by default, what Compose itself would use."),
    files: z
      .array(relative)
      .min(1)
      .meta({ title: "files" })
      .optional()
      .describe("Compose files relative to the directory, when not the default ones."),
  })
  .describe("A Docker Compose project: its directory, volumes and bind mounts.");

export const container = z
  .strictObject({
    kind: z.literal("container").describe("One container that was started by hand."),
    ...common,
    container: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/)
      .meta({ title: "container" })
      .optional()
      .describe("The container's name; the service's name by default."),
  })
  .describe("One container: it is made again on the target as it is on the source.");

export const process = z
  .strictObject({
    kind: z.literal("process").describe("Anything that commands can start, stop and look at."),
    ...common,
    directory: absolute.describe("Where the commands run; it travels whole."),
    data: z
      .array(absolute)
      .meta({ title: "paths" })
      .optional()
      .describe("More paths that belong to the service, outside its directory."),
    owners: z
      .enum(["by-name", "by-number"])
      .optional()
      .describe(
        "by-name gives files to the users and groups of the same names on the target; by-name by default.",
      ),
    start: argv.describe("Starts the service and returns; a list of words, without a shell."),
    stop: argv.describe("Stops it and returns when it is stopped; a list of words."),
    status: argv.describe("Exits 0 when it runs, 3 when it does not (as systemctl does); a list of words."),
  })
  .describe("Anything else: a start, a stop and a status command, and the paths of its data.");

/** What runs, and where. */
export const service = z.discriminatedUnion("kind", [compose, container, process]);
