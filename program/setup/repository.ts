import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The directory of package.json, whether this runs as a source file or compiled below dist/.
 * Throws when this file was taken out of its package.
 */
export function repository(from: string = __dirname): string {
  if (existsSync(join(from, "package.json")) && existsSync(join(from, "node_modules"))) return from;
  const above = dirname(from);
  if (above === from) throw new Error(`no package.json with its node_modules above ${__dirname}`);
  return repository(above);
}
