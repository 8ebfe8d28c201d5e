import { z } from "zod";
import { readJson } from "./json";

/**
 * What `docker compose config --format json` prints: https://github.com/compose-spec/compose-spec, after
 * interpolation, merging and resolving of paths. Only what moving a project has to know.
 */
const port = z.object({
  host_ip: z.string().default(""),
  target: z.number(),
  /** "8080", or a range of which Docker picks one; absent where Docker picks any. */
  published: z.coerce.string().optional(),
  protocol: z.string().default("tcp"),
});

const mount = z.object({
  type: z.string(),
  source: z.string().optional(),
  target: z.string(),
  read_only: z.boolean().default(false),
});

const device = z.union([
  z.string().transform((text) => text.split(":")[0] ?? text),
  z.object({ source: z.string() }).transform(({ source }) => source),
]);

const healthcheck = z.object({
  test: z.union([z.array(z.string()), z.string()]).nullish(),
  disable: z.boolean().default(false),
});

const use = z.object({ source: z.string() });

const service = z.object({
  image: z.string().optional(),
  build: z.unknown().optional(),
  container_name: z.string().optional(),
  network_mode: z.string().optional(),
  networks: z.record(z.string(), z.unknown()).nullish(),
  ports: z.array(port).nullish(),
  volumes: z.array(mount).nullish(),
  secrets: z.array(use).nullish(),
  configs: z.array(use).nullish(),
  devices: z.array(device).nullish(),
  healthcheck: healthcheck.nullish(),
  restart: z.string().optional(),
  scale: z.number().optional(),
  deploy: z
    .object({
      replicas: z.number().optional(),
      restart_policy: z
        .object({ condition: z.string().optional(), max_attempts: z.coerce.number().optional() })
        .nullish(),
    })
    .nullish(),
});

const external = z.union([z.boolean(), z.object({}).transform(() => true)]).default(false);

const volume = z.object({
  name: z.string(),
  driver: z.string().optional(),
  driver_opts: z.record(z.string(), z.coerce.string()).nullish(),
  external,
});

const network = z.object({ name: z.string(), external });
const source = z.object({ name: z.string().optional(), file: z.string().optional(), external });

const config = z.object({
  name: z.string(),
  services: z.record(z.string(), service).default({}),
  volumes: z.record(z.string(), volume).default({}),
  networks: z.record(z.string(), network).default({}),
  secrets: z.record(z.string(), source).default({}),
  configs: z.record(z.string(), source).default({}),
});

export type RawConfig = z.infer<typeof config>;
export type RawService = z.infer<typeof service>;

/** Reads and checks the text; `compose.ts` makes of it what Ferry works with. */
export function readConfig(text: string): RawConfig {
  return readJson("docker compose config", text, config);
}
