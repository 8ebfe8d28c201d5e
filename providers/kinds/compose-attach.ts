import { z } from "zod";
import { readJson } from "../facts/json";
import type { Attachment } from "./compose-inventory";

const mount = z.looseObject({ target: z.string().optional() });
const service = z.looseObject({ volumes: z.array(mount).nullish() });
const project = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()).nullish(),
});

/** The project as JSON, with the volumes mounted by their names where the files have anonymous ones. */
export function withAttached(config: string, attach: readonly Attachment[]): string {
  const read = readJson("docker compose config", config, project);
  const volumes: Record<string, unknown> = { ...read.volumes };
  const services = { ...read.services };
  for (const { service: name, target, volume } of attach) {
    const found = services[name];
    if (!found) continue;
    const others = (found.volumes ?? []).filter((each) => each.target !== target);
    services[name] = { ...found, volumes: [...others, { type: "volume", source: volume, target }] };
    volumes[volume] = { name: volume, external: true };
  }
  return JSON.stringify({ ...read, services, volumes });
}
