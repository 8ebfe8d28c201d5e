import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LISTING } from "../../../providers/commands/tree-list";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-walk-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of ["tree", "notes", "processors"]) {
    rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, name));
  }
});

const run = (text: string) =>
  spawnSync("sh", ["-c", `export LC_ALL=C; cd notes; ${text}`, "sh"], { cwd: folder, encoding: "utf8" });

/** A program that is found before the machine's own. */
function program(name: string, text: string): void {
  const file = join(folder, "processors", name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

/** What is found in ./tree on a machine with so many processors, sorted. */
function listed(processors: number, exclude = ""): string[] {
  program("nproc", `echo ${processors}`);
  const { stdout, stderr, status } = run(
    `${LISTING}PATH=../processors:$PATH; list ../tree . '${exclude}' 0 1 yes h && cat list meta linked; ls -A >&2`,
  );
  expect({ status, left: stderr }).toEqual({ status: 0, left: "linked\nlist\nmeta\n" });
  return stdout.split("\0").slice(0, -1);
}

const tree = (text: string) => execFileSync("sh", ["-c", text], { cwd: join(folder, "tree") });

describe("a listing by several processes", () => {
  it("has what one has, whatever the tree looks like", () => {
    const name = fc.constantFrom("a", "b", "-c", "new\nline", " ", "*", ".hidden", "\u00e9");
    const entry = fc.record({
      path: fc.array(name, { minLength: 1, maxLength: 5 }),
      type: fc.constantFrom("f", "d", "l", "h"),
    });
    const property = fc.property(fc.array(entry, { maxLength: 25 }), (entries) => {
      rmSync(join(folder, "tree"), { recursive: true, force: true });
      mkdirSync(join(folder, "tree"));
      const make = `[ "$1" = d ] || { mkdir -p -- "\${2%/*}"; : > ../notes/first; }
        case $1 in d) mkdir -p -- "$2";; f) echo x > "$2";; l) ln -s / "$2";; h) ln ../notes/first "$2";; esac`;
      for (const { path, type } of entries)
        spawnSync("sh", ["-c", make, "sh", type, `./${path.join("/")}`], { cwd: join(folder, "tree") });
      rmSync(join(folder, "notes/first"), { force: true });
      const alone = listed(1);
      expect(alone.length).toBeGreaterThan(0);
      expect(listed(2)).toEqual(alone);
      expect(listed(4)).toEqual(alone);
    });
    fc.assert(property, { numRuns: 12 });
  }, 60_000);

  it("has each of many directories once, sorted", () => {
    tree(
      "for i in 1 2 3 4 5 6 7; do for j in 1 2 3 4 5 6 7; do mkdir -p $i/$j/x; echo > $i/$j/x/f; done; done",
    );
    const found = listed(3).filter((record) => record.includes("//f "));
    expect(found).toHaveLength(2 * 49);
    expect(listed(3)).toEqual(listed(1));
  });

  it("leaves out what is excluded, at whatever depth", () => {
    tree("mkdir -p a/b/c/d a/skip/c a/b/c/skip; touch a/b/c/d/f a/skip/c/f a/b/c/skip/f");
    const all = listed(2, "\\./a/(b/c/)?skip");
    expect(all.join("\n")).not.toContain("skip");
    expect(all).toEqual(listed(1, "\\./a/(b/c/)?skip"));
    expect(all.join("\n")).toContain("./a/b/c/d/f//");
  });

  it.each([
    [
      "cannot read something",
      "echo \"find: './a/d/e': Input/output error\" >&2; exit 1",
      "'./a/d/e': Input/output error",
    ],
    [
      "is killed, even after something vanished",
      "echo 'find: x: No such file or directory' >&2; kill -9 $$",
      "",
    ],
  ])("fails where one of them %s", (_, end, said) => {
    tree("mkdir -p a/b/c a/d/e");
    program("find", `case $1 in ./a/d) ${end};; esac; PATH=/usr/bin:/bin; exec find "$@"`);
    program("nproc", "echo 4");
    const { status, stderr } = run(
      `${LISTING}PATH=../processors:$PATH; list ../tree . '' 0 1 yes h || exit 3`,
    );
    expect(stderr).toContain(said);
    expect(status).toBe(3);
  });
});
