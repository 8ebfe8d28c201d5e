import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labTrees } from "../contract/benches/lab-trees";

const PLACES = ["/bin", ...(process.env.PATH ?? "").split(":"), ...labTrees("usr/bin")];

/** A busybox that runs here, installed or in the lab's cached tree; undefined where there is none. */
export const BUSYBOX = PLACES.map((path) => join(path, "busybox")).find(
  (file) => spawnSync(file, ["true"]).status === 0,
);
if (BUSYBOX === undefined) {
  process.stderr.write(
    "test: this machine has no busybox; what needs it on both or on either side is left out\n",
  );
}

/** Makes a directory with nothing but links to busybox, for a PATH. */
export function busyboxTools(): string {
  const directory = mkdtempSync(join(tmpdir(), "ferry-busybox-"));
  if (BUSYBOX !== undefined) spawnSync(BUSYBOX, ["--install", "-s", directory]);
  return directory;
}
