import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LISTING } from "../../../providers/commands/tree-list";
import { B3SUM } from "../b3sum";

let folder: string;
let hasher = "b2sum";
const sh = (text: string): string =>
  execFileSync("sh", ["-c", text, "sh", folder], { cwd: folder, encoding: "utf8" });
const make = (text: string) => sh(`mkdir tree notes; cd tree; ${text}`);
/** "PATH//CHECKSUM" of each path that is asked for, sorted. */
const checksums = (paths: string): string[] =>
  sh(`cd notes; ${LISTING}\nhasher=${hasher}\n(cd ../tree; ${paths}) | checksums "$1/tree"`)
    .split("\0")
    .slice(0, -1);

beforeEach(() => {
  hasher = "b2sum";
  folder = mkdtempSync(join(tmpdir(), "ferry-checksums-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("tells the checksum of each file, whatever it is called", () => {
  make(`echo x > x; echo y > "$(printf 'new\\nline')"`);
  const found = checksums("find . -type f -print0");
  expect(found.map((record) => record.split("//")[0])).toEqual(["./new\nline", "./x"]);
  expect(found[1]).toBe(`./x//${sh("b2sum -l 256 tree/x | cut -c 1-64").trim()}`);
});

it.each([
  ["a pipe", "mkfifo p"],
  ["a link to a pipe", "mkfifo ../p; ln -s ../p p"],
  ["a link to a device without end", "ln -s /dev/zero p"],
])("is not kept waiting by %s in the place of a file, and leaves no other file out", (_, special) => {
  make(`${special}; mkdir d; i=0; while [ $i -lt 2500 ]; do echo $i > d/$i; i=$((i+1)); done`);
  const found = checksums("printf './p\\0'; find ./d -type f -print0 | sort -z");
  expect(found.filter((record) => /^\.\/d\/\d+\/\/[0-9a-f]{64}$/.test(record))).toHaveLength(2500);
  expect(found).toHaveLength(2500);
  expect(sh("ls -A notes")).toBe("");
});

describe.skipIf(B3SUM === undefined)("by b3sum", () => {
  const path = process.env.PATH;
  beforeEach(() => {
    hasher = "b3sum";
    process.env.PATH = `${path}:${B3SUM}`;
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  it("tells the checksum of each file, whatever it is called, and says by what it was made", () => {
    make(
      `echo x > x; echo y > "$(printf 'new\\nline')"; echo z > "$(printf 'not utf-8 \\377')"; echo '\\' > '\\n'; : > -dash`,
    );
    const found = checksums("find . -type f -print0");
    expect(found).toHaveLength(5);
    for (const name of ["x", "-dash", "\\n", "new\nline"]) {
      const sum = execFileSync("b3sum", ["--no-names"], { input: readFileSync(join(folder, "tree", name)) });
      expect(found).toContain(`./${name}//b3:${sum.toString().trim()}`);
    }
  });

  it("leaves out what is gone, and nothing else", () => {
    make("mkdir d; i=0; while [ $i -lt 300 ]; do echo $i > d/$i; i=$((i+1)); done");
    const found = checksums("printf './d/gone\\0./d\\0'; find ./d -type f -print0 | sort -z");
    expect(found).toHaveLength(300);
    const sum = execFileSync("b3sum", ["--no-names"], { input: "7\n" }).toString().trim();
    expect(found).toContain(`./d/7//b3:${sum}`);
    expect(sh("ls -A notes")).toBe("");
  });

  it("is not kept waiting by a pipe", () => {
    make("mkfifo p; mkdir d; i=0; while [ $i -lt 1500 ]; do echo $i > d/$i; i=$((i+1)); done");
    const found = checksums("printf './p\\0'; find ./d -type f -print0 | sort -z");
    expect(found.filter((record) => /^\.\/d\/\d+\/\/b3:[0-9a-f]{64}$/.test(record))).toHaveLength(1500);
  });
});
