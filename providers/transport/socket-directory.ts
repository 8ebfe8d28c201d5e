import { access, constants, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A private directory (mode 0700) for a socket, with a path that leaves room for it: that of a Unix socket has
 * about 104 bytes, and ssh adds 17.
 */
export async function makeSocketDirectory(): Promise<string> {
  const base = await access("/tmp", constants.W_OK).then(
    () => "/tmp",
    () => tmpdir(),
  );
  return mkdtemp(join(base, "ferry-"));
}
