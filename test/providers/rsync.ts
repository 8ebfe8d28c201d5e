import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { labTrees } from "../contract/benches/lab-trees";

const works = (directory: string): boolean => spawnSync(join(directory, "rsync"), ["--version"]).status === 0;

/** rsync in the lab's cached tree finds its libraries there. */
function fromTree(usr: string): string | undefined {
  const libraries = readdirSync(join(usr, "lib"))
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => join(usr, "lib", name));
  const directory = mkdtempSync(join(tmpdir(), "ferry-rsync-"));
  const text = `#!/bin/sh\nLD_LIBRARY_PATH='${libraries.join(":")}' exec '${usr}/bin/rsync' "$@"\n`;
  writeFileSync(join(directory, "rsync"), text);
  chmodSync(join(directory, "rsync"), 0o755);
  return works(directory) ? directory : undefined;
}

/** A directory that has rsync, installed or out of the lab's cached tree; undefined where there is none. */
export const RSYNC =
  (process.env.PATH ?? "").split(delimiter).find(works) ??
  labTrees("usr")
    .map(fromTree)
    .find((found) => found !== undefined);
if (RSYNC === undefined) {
  process.stderr.write("test: this machine has no rsync; what needs it is left out\n");
}
