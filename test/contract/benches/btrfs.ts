import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system in a file, mounted; it takes only the room that is written. */
export interface BtrfsDisk {
  /** Where its root is mounted. */
  readonly path: string;
  close(): void;
}

/** Makes an empty btrfs of its own and mounts it, at a directory of its own where no other is given. */
export function btrfsDisk(bytes = "4G", at?: string): BtrfsDisk {
  const folder = mkdtempSync(join(tmpdir(), "ferry-btrfs-"));
  const [image, path] = [join(folder, "image"), at ?? join(folder, "disk")];
  const close = (): void => {
    // What a test has left behind may still have something open there.
    spawnSync("umount", ["--recursive", "--lazy", path]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    mkdirSync(path, { recursive: true });
    for (const argv of [
      ["truncate", "-s", bytes, image],
      ["mkfs.btrfs", "-q", image],
      ["mount", "-o", "loop", image, path],
    ])
      must(argv);
    return { path, close };
  } catch (error) {
    close();
    throw error;
  }
}

function must([program = "", ...args]: readonly string[]): void {
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0) throw done.error ?? new Error(`${program}: ${done.stderr}`);
}

/** Why this machine cannot have one; undefined where it can. Says so, because what needs one is left out then. */
export const withoutBtrfs: string | undefined = ((): string | undefined => {
  try {
    btrfsDisk("200M").close();
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message.trim() : String(error);
    process.stderr.write(`test: no btrfs can be made here (root, mkfs.btrfs, loop devices): ${why}\n`);
    return why;
  }
})();
