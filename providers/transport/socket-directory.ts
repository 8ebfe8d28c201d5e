import { rmSync } from "node:fs";
import { access, constants, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made = new Set<string>();
let watching = false;

/**
 * A private directory (mode 0700) for a socket, with a path that leaves room for it: that of a Unix socket has
 * about 104 bytes, and ssh adds 17. Removed when this process ends, if not before.
 */
export async function makeSocketDirectory(): Promise<string> {
  const base = await access("/tmp", constants.W_OK).then(
    () => "/tmp",
    () => tmpdir(),
  );
  const directory = await mkdtemp(join(base, "ferry-"));
  made.add(directory);
  if (!watching) process.once("exit", removeAll);
  watching = true;
  return directory;
}

export async function removeSocketDirectory(directory: string): Promise<void> {
  made.delete(directory);
  await rm(directory, { recursive: true, force: true });
}

function removeAll(): void {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
}
