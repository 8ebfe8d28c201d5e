import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listTree } from "../../../providers/commands/scan";

const ENTRIES = 1_000_000;

/** Says at once what find would say of a very large tree. */
const FIND = `#!/bin/sh
case "$*" in *-maxdepth*) exit 0;; esac
exec awk 'BEGIN { for (i = 0; i < ${ENTRIES}; i++) printf "f%d//f 1 1.5//%c", i, 0 }'
`;

it("lists a million entries in order, and keeps none of them in a file meanwhile", () => {
  const folder = mkdtempSync(join(tmpdir(), "ferry-list-"));
  try {
    writeFileSync(join(folder, "find"), FIND, { mode: 0o755 });
    const [program = "", ...words] = listTree({ tree: folder, start: ".", exclude: "" }).argv;
    // sort(1) keeps what does not fit into its memory there, and fails where it cannot.
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, TMPDIR: join(folder, "nowhere") };
    const { status, stdout, stderr } = spawnSync(program, words, { env, maxBuffer: 1 << 28 });
    expect(stderr.toString()).toMatch(/^ferry-listed 0 \d+\n$/);
    expect(status).toBe(0);
    const records = stdout.toString("latin1").split("\0").slice(0, -1);
    expect(records).toHaveLength(ENTRIES);
    expect(records.slice(0, 3)).toEqual(["f0//f 1 1.5//", "f1//f 1 1.5//", "f10//f 1 1.5//"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
