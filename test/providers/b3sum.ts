import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { labTrees } from "../contract/benches/lab-trees";

/** A directory that has b3sum, installed or in the lab's cached tree; undefined where there is none. */
export const B3SUM = [...(process.env.PATH ?? "").split(":"), ...labTrees("usr/bin")].find(
  (path) => spawnSync(join(path, "b3sum"), ["--version"]).status === 0,
);
if (B3SUM === undefined) {
  process.stderr.write("test: this machine has no b3sum; what needs it is left out\n");
}
