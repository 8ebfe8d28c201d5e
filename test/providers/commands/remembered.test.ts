import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BLOCKS } from "../../../providers/commands/blocks";
import { LISTING } from "../../../providers/commands/tree-list";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-remembered-"));
  sh("mkdir tree notes");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sh = (text: string): string =>
  execFileSync("sh", ["-c", text, "sh", folder], { cwd: folder, encoding: "utf8" });

/** Who looks: programs of the host's own, or python3, which looks at attributes at the same time. */
type Looks = "programs" | "python3";
/** After everything was at rest, or while all of it may still change. */
type Moment = "rest" | "change";

/** Lists the tree and asks for its checksums; also what was told of attributes. */
function remembered(looks: Looks, moment: Moment = "rest"): { sums: string[]; attributes: string[] } {
  const means = looks === "python3" ? "delta=yes told=python3" : "delta=no told=getfattr";
  const since = moment === "rest" ? '"$(($(date +%s) + 9))"' : "0";
  sh(`cd notes; ${LISTING}${BLOCKS}
hasher=b2sum side=target control=$1/notes ${means}; : > keep
list "$1/tree" . '' ${since} 7 yes && remembered "$1/tree" "$1/notes/list" "$1/notes/dressed" > sums`);
  return { sums: records("sums"), attributes: records("dressed") };
}

const records = (name: string): string[] =>
  readFileSync(join(folder, "notes", name), "latin1")
    .split("\0")
    .slice(0, -1);
const sum = (path: string): string => sh(`b2sum -l 256 < tree/${path}`).slice(0, 64);

/** Gives the checksum that is remembered of a path another value, by which it is known again. */
function mark(path: string): string {
  const sums = join(folder, "notes/cache/sums");
  const marked = `./${path}//${"0".repeat(64)}`;
  const known = readFileSync(sums, "latin1").split("\0");
  writeFileSync(
    sums,
    known.map((each) => (each.startsWith(`./${path}//`) ? marked : each)).join("\0"),
    "latin1",
  );
  return marked;
}

it("tells the same, whoever looks", () => {
  sh(`cd tree; mkdir d "$(printf 'a\\nb')"; echo 1 > d/1; echo 2 > "$(printf 'a\\nb/\\377')"; : > -dash; ln -s d link
    ln d/1 again; head -c 3000000 /dev/zero > zeros; mkfifo pipe
    i=0; while [ $i -lt 600 ]; do echo $i > d/number-$i; i=$((i+1)); done; setfattr -n user.a -v b d d/1 2> /dev/null || python3 -c '
import os
for name in ("d", "d/1"): os.setxattr(name, "user.a", b"b")'`);
  const byPython = remembered("python3");
  sh("rm -r notes/*");
  const byPrograms = remembered("programs");
  expect(byPython.sums).toEqual(byPrograms.sums);
  expect(byPython.sums).toHaveLength(605);
  expect(byPython.sums).toContain(`./zeros//${sum("zeros")}`);
  expect(byPython.attributes.map((each) => each.replace(/[0-9a-f]{64}$/, "…"))).toEqual([
    "./again//@…",
    "./d//@…",
    "./d/1//@…",
  ]);
});

describe.each(["programs", "python3"] as const)("by %s", (looks) => {
  beforeEach(() => sh("cd tree; for i in 1 2 3; do echo $i > $i; done"));

  it("reads nothing again of which nothing has changed", () => {
    remembered(looks);
    const marked = mark("2");
    expect(remembered(looks).sums).toEqual([`./1//${sum("1")}`, marked, `./3//${sum("3")}`]);
  });

  it("reads again what has changed, is new or may have changed, and forgets what is gone", () => {
    remembered(looks);
    for (const path of ["1", "2", "3"]) mark(path);
    sh("cd tree; rm 1; echo two > 2; echo 4 > 4");
    expect(remembered(looks).sums).toEqual([
      `./2//${sum("2")}`,
      `./3//${"0".repeat(64)}`,
      `./4//${sum("4")}`,
    ]);
    expect(remembered(looks, "change").sums).toContain(`./3//${sum("3")}`);
    mark("3");
    expect(remembered(looks, "change").sums).toContain(`./3//${sum("3")}`);
  });

  it("reads again what could not be read before", () => {
    remembered(looks);
    const sums = join(folder, "notes/cache/sums");
    const known = readFileSync(sums, "latin1").split("\0");
    writeFileSync(sums, known.filter((each) => !each.startsWith("./2//")).join("\0"), "latin1");
    expect(remembered(looks).sums).toContain(`./2//${sum("2")}`);
  });

  it("tells of all attributes, also of what is not read again", () => {
    sh(`cd tree; python3 -c 'import os; os.setxattr("2", "user.a", b"b")'`);
    const first = remembered(looks).attributes;
    expect(first).toHaveLength(looks === "python3" || sh("command -v getfattr || :") ? 1 : 0);
    expect(remembered(looks).attributes).toEqual(first);
  });
});

it("leaves out what has become a link or a pipe since it was listed, and is not kept waiting by it", () => {
  sh("cd tree; for i in 1 2 3; do echo $i > $i; done");
  sh(`cd notes; ${LISTING}${BLOCKS}
hasher=b2sum side=target control=$1/notes delta=yes told=python3; : > keep
list "$1/tree" . '' 0 7 yes; (cd ../tree; rm 1 2; mkfifo 1; ln -s /etc/passwd 2)
remembered "$1/tree" "$1/notes/list" "$1/notes/dressed" > sums`);
  expect(records("sums")).toEqual([`./3//${sum("3")}`]);
});
