import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLACES = ["/bin", ...(process.env.PATH ?? "").split(":")];

/** The busybox of this machine; undefined where there is none, and what needs it is skipped. */
export const BUSYBOX = PLACES.map((path) => join(path, "busybox")).find((file) => existsSync(file));

/** Makes a directory with nothing but links to busybox, for a PATH. */
export function busyboxTools(): string {
  const directory = mkdtempSync(join(tmpdir(), "ferry-busybox-"));
  if (BUSYBOX !== undefined) spawnSync(BUSYBOX, ["--install", "-s", directory]);
  return directory;
}
