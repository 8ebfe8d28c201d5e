import { readdirSync } from "node:fs";

/**
 * The stacks of a folder, sorted; `Pulumi.<stack>.yaml` beside them is Pulumi's configuration. Throws the file
 * system's error where the folder cannot be read.
 */
export function stackNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml") && !/^(?:Pulumi\.|\.)/.test(file))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}
