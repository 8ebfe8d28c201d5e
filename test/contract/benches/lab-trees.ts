import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../../program/setup/cache";

/** A directory in each Debian tree that the lab has cached: their programs run on this machine too, mostly. */
export function labTrees(directory: string): string[] {
  try {
    const trees = readdirSync(cacheDirectory()).filter((name) => name.startsWith("lab-base-"));
    return trees.map((name) => join(cacheDirectory(), name, directory));
  } catch {
    return [];
  }
}
