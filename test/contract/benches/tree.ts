import { createHash } from "node:crypto";
import { chmod, lstat, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A host's tree on this machine, path by path, with all that a change would touch; access times excepted. */
export async function listTree(root: string, skip: (path: string) => boolean = () => false): Promise<string> {
  const lines: string[] = [];
  for (const name of (await readdir(root, { recursive: true })).sort()) {
    if (skip(name)) continue;
    const info = await lstat(join(root, name), { bigint: true });
    const content = info.isFile()
      ? createHash("sha256")
          .update(await readFile(join(root, name)))
          .digest("hex")
      : "";
    // A directory's time tells that something was made in it and taken away again: that is not a change to keep.
    const time = info.isDirectory() ? "" : info.mtimeNs;
    lines.push([name, info.mode.toString(8), info.uid, info.ino, time, content].join(" "));
  }
  return lines.join("\n");
}

export async function writeWith(file: string, text: string, mode: number, modified: number): Promise<void> {
  await writeFile(file, text);
  await chmod(file, mode);
  await utimes(file, modified, modified);
}

export async function statOf(
  file: string,
): Promise<{ text: string; mode: number; modified: number; inode: number } | undefined> {
  try {
    const info = await stat(file);
    const text = await readFile(file, "utf8");
    return { text, mode: info.mode & 0o7777, modified: info.mtimeMs, inode: info.ino };
  } catch {
    return undefined;
  }
}
