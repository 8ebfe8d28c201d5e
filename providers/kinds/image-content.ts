import { createHash } from "node:crypto";
import type { DockerImage } from "../facts/docker-objects";

/** What of an image's settings decides how its containers run (OCI image-spec, config.md). */
const SETTINGS = [
  "Cmd",
  "Entrypoint",
  "Env",
  "ExposedPorts",
  "Healthcheck",
  "Labels",
  "Shell",
  "StopSignal",
  "User",
  "Volumes",
  "WorkingDir",
];

/**
 * One number for what an image is: its layers and its settings. Docker's classic store and containerd's name
 * the same image by different ids, so ids alone would send it again. Undefined where Docker does not tell.
 */
export function contentOf(image: DockerImage): string | undefined {
  const layers = image.RootFS?.Layers ?? [];
  if (layers.length === 0) return undefined;
  const settings = SETTINGS.map((name) => told(image.Config?.[name]));
  return createHash("sha256")
    .update(JSON.stringify([layers, settings]))
    .digest("hex");
}

/** Versions of Docker leave out, or write as null, what is empty; objects come in any order. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? null : value;
  if (typeof value !== "object" || value === null) return value || null;
  const entries = Object.entries(value).map(([key, inner]) => [key, told(inner)] as const);
  return entries.length === 0 ? null : entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
