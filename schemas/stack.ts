import { z } from "zod";

/**
 * The stack file, declared once: types, JSON Schema and validation all come from here.
 * Descriptions are what an editor shows while a user types.
 */

/** Names of hosts, proxies and services: they become parts of file names, units and labels on the hosts. */
export const name = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/)
  .describe(
    "Lower-case letters, digits, dots, dashes and underscores; begins and ends with a letter or digit.",
  );

/** "90s", "5m", "2h", "3d". */
export const duration = z
  .string()
  .regex(/^\d+(?:ms|s|m|h|d)$/)
  .describe("A number and a unit: 500ms, 90s, 5m, 2h, 3d.");

const absolute = z
  .string()
  .regex(/^\/(?!.*(?:^|\/)\.\.(?:\/|$))[^\u0000-\u001f]*$/)
  .describe("An absolute path on the host, without `..`.");

const argv = z
  .array(z.string().min(1))
  .min(1)
  .describe("A command as a list of words; no shell is involved.");

const port = z.number().int().min(1).max(65535);

const sshHost = z.strictObject({
  ssh: z
    .string()
    .regex(/^(?:[^\s@:/-][^\s@:/]*@)?(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(?::\d{1,5})?$/)
    .describe("user@host, user@host:port, or a name from ~/.ssh/config."),
  become: z.literal("sudo").optional().describe("Run commands through sudo (without a password)."),
  address: z
    .string()
    .regex(/^[A-Za-z0-9_:][A-Za-z0-9._:-]*$/)
    .optional()
    .describe("How proxies and other hosts reach this one; by default, what ssh connects to."),
});

const localHost = z.strictObject({
  local: z.string().min(1).describe("A directory on this machine that acts as a host."),
  address: z
    .string()
    .regex(/^[A-Za-z0-9_:][A-Za-z0-9._:-]*$/)
    .optional()
    .describe("The address services on it listen on; 127.0.0.1 by default."),
});

export const host = z.union([sshHost, localHost]);

const nginx = z.strictObject({
  kind: z.literal("nginx"),
  host: name.describe("The host that nginx runs on."),
  directory: absolute.optional().describe("Where route files go; /etc/nginx/conf.d by default."),
});

const anyProxy = z.strictObject({
  kind: z.literal("command"),
  host: name.describe("The host that the proxy runs on."),
  file: absolute.describe(
    "The file that the template is written to; {service} and {domain} are replaced in it.",
  ),
  template: z
    .string()
    .min(1)
    .describe("The file's text; {service}, {domain}, {upstream}, {address} and {port} are replaced in it."),
  test: argv.optional().describe("Checks the proxy's configuration before the reload."),
  reload: argv.describe("Makes the proxy read its configuration."),
});

export const proxy = z.discriminatedUnion("kind", [nginx, anyProxy]);

export const route = z.strictObject({
  proxy: name.describe("A proxy declared above."),
  domain: z
    .string()
    .regex(
      /^(?=.{1,253}$)(?:\*\.)?[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
    )
    .describe("The name that clients ask for."),
  port: port.describe("The port the service listens on, on its host."),
});

const health = z.strictObject({
  http: z
    .string()
    .regex(/^\/[^\s]*$/)
    .optional()
    .describe("A path that answers 200 to 399 when the service is well."),
  port: port.optional().describe("The port to ask; the route's by default."),
  within: duration.optional().describe("How long it may take after the start; 60s by default."),
});

export const decision = z.enum(["overwrite", "skip"]);

const conflicts = z.strictObject({
  default: z
    .enum(["stop", "overwrite", "skip"])
    .optional()
    .describe(
      "For files that no pattern below names: stop (the default), overwrite the target's, or skip and keep them.",
    ),
  overwrite: z.array(z.string().min(1)).optional().describe("Globs of files to replace on the target."),
  skip: z.array(z.string().min(1)).optional().describe("Globs of files that the target keeps."),
});

const move = z.strictObject({
  strategy: z
    .enum(["warm", "cold"])
    .optional()
    .describe("warm copies while the service runs, cold stops it first; warm by default."),
  maxDowntime: duration.optional().describe("Pre-copy goes on until the rest fits this; 10s by default."),
  conflicts: conflicts.optional(),
  exclude: z
    .array(z.string().min(1))
    .optional()
    .describe("Globs of files that do not travel (caches, logs)."),
  images: z
    .enum(["auto", "copy", "pull"])
    .optional()
    .describe("How the target gets images it lacks; auto by default."),
  retain: duration.optional().describe("How long the source's copy is promised to stay; 3d by default."),
});

const hooks = z.strictObject({
  before: z.array(argv).optional().describe("Run on this machine before the service moves."),
  after: z.array(argv).optional().describe("Run on this machine after the service moved."),
});

const common = {
  host: name.describe("Where the service lives: the line that a move changes."),
  route: route.optional(),
  health: health.optional(),
  move: move.optional(),
  hooks: hooks.optional(),
};

export const compose = z.strictObject({
  kind: z.literal("compose"),
  ...common,
  directory: absolute.describe("The directory of the compose file; it travels whole."),
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/)
    .optional()
    .describe("The Compose project's name; by default, what Compose itself would use."),
  files: z
    .array(z.string().min(1))
    .optional()
    .describe("Compose files relative to the directory, when not the default ones."),
});

export const container = z.strictObject({
  kind: z.literal("container"),
  ...common,
  container: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/)
    .optional()
    .describe("The container's name; the service's name by default."),
});

export const process = z.strictObject({
  kind: z.literal("process"),
  ...common,
  directory: absolute.describe("Where the commands run; it travels whole."),
  data: z.array(absolute).optional().describe("More paths that belong to the service."),
  start: argv.describe("Starts the service and returns."),
  stop: argv.describe("Stops it and returns when it is stopped."),
  status: argv.describe("Exits 0 when it runs, 3 when it does not (as systemctl does)."),
});

export const service = z.discriminatedUnion("kind", [compose, container, process]);

export const stack = z.strictObject({
  hosts: z.record(name, host).describe("The servers, by name."),
  proxies: z.record(name, proxy).optional().describe("What stands in front of the services."),
  services: z.record(name, service).describe("What runs, and where."),
});

export type HostDecl = z.infer<typeof host>;
export type ProxyDecl = z.infer<typeof proxy>;
export type NginxDecl = z.infer<typeof nginx>;
export type CommandProxyDecl = z.infer<typeof anyProxy>;
export type RouteDecl = z.infer<typeof route>;
export type ServiceDecl = z.infer<typeof service>;
export type ComposeDecl = z.infer<typeof compose>;
export type ContainerDecl = z.infer<typeof container>;
export type ProcessDecl = z.infer<typeof process>;
export type StackDecl = z.infer<typeof stack>;
