import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BLOCKS } from "../../../providers/commands/blocks";

let folder: string;
let program: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-start-"));
  program = join(folder, "program");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Asks for the attributes of a file that has one, by the program as BLOCKS starts it. */
function asked(control = folder): string {
  const file = join(folder, "file");
  execFileSync("python3", [
    "-c",
    "import os, sys; open(sys.argv[1], 'w'); os.setxattr(sys.argv[1], 'user.a', b'b')",
    file,
  ]);
  const run = spawnSync("sh", [
    "-c",
    `${BLOCKS}printf './file\\0' | blocks attributes "$1" "$2"`,
    "sh",
    control,
    folder,
  ]);
  expect(run.stderr.toString()).toBe("");
  expect(run.status).toBe(0);
  return run.stdout.toString();
}

it("keeps the program as this Python has compiled it, and takes it from there", () => {
  const told = asked();
  expect(told).toMatch(/^\.\/file\/\/@[0-9a-f]{64}\0$/);
  expect(readdirSync(folder).sort()).toEqual(["file", "program"]);
  const [sign] = readFileSync(program, "latin1").split("\n");
  execFileSync("python3", [
    "-c",
    `import marshal, sys, binascii
code = marshal.dumps(compile("sys.stdout.write('kept')", "kept", "exec"))
open(sys.argv[1], "wb").write(sys.argv[2].encode() + b"\\n%d\\n" % binascii.crc32(code) + code)`,
    program,
    sign ?? "",
  ]);
  expect(asked()).toBe("kept");
});

it.each([
  ["is empty", ""],
  ["was made by another Python", "another sign\n0\n"],
  ["is cut off", undefined],
])("compiles it anew where what is kept %s", (_, content) => {
  const told = asked();
  const good = readFileSync(program);
  writeFileSync(program, content ?? good.subarray(0, good.length - 1000));
  expect(asked()).toBe(told);
  expect(readFileSync(program)).toEqual(good);
});

it("runs where nothing can be kept", () => {
  expect(asked("/proc")).toMatch(/^\.\/file\/\/@/);
  expect(existsSync(program)).toBe(false);
});
