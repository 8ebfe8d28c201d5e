import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { decider } from "../../../providers/engine/decide";
import { scanDataset } from "../../../providers/engine/scan";
import type { Command } from "../../../providers/model/command";
import type { Scan } from "../../../providers/model/plan";
import type { Transport } from "../../../providers/model/transport";
import { localTransport } from "../../../providers/transport/local";
import { BUSYBOX, busyboxTools } from "../busybox";

let folder: string;
const host = (name: string) => localTransport({ name, address: "127.0.0.1", root: folder });
const sh = (text: string): void => void execFileSync("bash", ["-ec", text], { cwd: folder });
const dataset = (name: string) => ({ id: "directory", type: "directory", path: join(folder, name) }) as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-scan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function scan(rules: Partial<Parameters<typeof decider>[0]> = {}, exclude: string[] = []): Promise<Scan> {
  const decide = decider({ default: "stop", overwrite: [], skip: [], ...rules });
  return scanDataset(host("alpha"), host("beta"), dataset("a"), dataset("b"), { exclude, decide });
}

const DIFFERENT = `mkdir -p a/d b/d; cd a
echo new > d/newer-source; touch -d @300 d/newer-source; echo OLD > ../b/d/newer-source; touch -d @100 ../b/d/newer-source
echo old > newer-target; touch -d @100 newer-target; echo NEW > ../b/newer-target; touch -d @300 ../b/newer-target
echo one > conflict; touch -d @200 conflict; echo three > ../b/conflict; touch -d @200 ../b/conflict
echo same > touched; touch -d @200 touched; echo same > ../b/touched; touch -d @250 ../b/touched
echo same > match; cp -a match ../b/match; ln -s match link; cp -a link ../b/link
echo here > missing; echo there > ../b/extra; mkfifo pipe`;

const tools = BUSYBOX === undefined ? "" : busyboxTools();
afterAll(() => rmSync(tools, { recursive: true, force: true }));

/** The host with nothing but busybox. */
function busy(name: string): Transport {
  const whole = host(name);
  const under = (command: Command): Command => ({ ...command, env: { ...command.env, PATH: tools } });
  return {
    ...whole,
    run: (command, options) => whole.run(under(command), options),
    stream: (command, sink, options) => whole.stream(under(command), sink, options),
  };
}

const RETAINED: [where: string, on: () => Transport, retained: boolean][] = [
  ["Ferry left what the target has", () => host("beta"), true],
  ["that is nobody's matter, not", () => host("beta"), false],
];
if (BUSYBOX !== undefined) RETAINED.push(["there is only busybox", () => busy("beta"), true]);

describe("a scan", () => {
  it("gives every file the status of the RFC, by checksum where size agrees and time does not", async () => {
    sh(DIFFERENT);
    const found = await scan();
    expect(found.counts).toEqual({
      missing_target: 1,
      newer_source: 1,
      newer_target: 1,
      conflict: 1,
      match: 3,
      extra_target: 1,
    });
    expect(found.undecided).toBe(4);
    const newer = found.conflicts.find((each) => each.path === "newer-target");
    expect(newer?.source?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(newer?.target?.sha256).not.toBe(newer?.source?.sha256);
    expect(found.left).toEqual([{ what: join(folder, "b/pipe"), why: expect.stringContaining("pipe") }]);
  });

  it("counts what will be sent after the decisions, and what the target keeps", async () => {
    sh(DIFFERENT);
    const found = await scan({ overwrite: ["d/**", "conflict"], skip: ["extra", "newer-target"] });
    expect(found.undecided).toBe(0);
    expect([...found.keep].sort()).toEqual(["extra", "newer-target"]);
    expect(found.sendFiles).toBe(3);
  });

  it("counts only the source where the target has nothing", async () => {
    sh("mkdir -p a/x; head -c 1000 /dev/zero > a/x/one; echo > a/two");
    const found = await scan();
    expect(found).toMatchObject({ files: 2, bytes: 1001, sendFiles: 2, undecided: 0, conflicts: [] });
  });

  it("leaves out what is excluded, on both sides", async () => {
    sh("mkdir -p a/cache b/cache; echo 1 > a/cache/x; echo 22 > b/cache/y; echo 3 > a/keep");
    expect(await scan({}, ["cache/**"])).toMatchObject({ files: 1, undecided: 0 });
  });

  it("reads names that are hard to read: newlines, quotes, dashes, bytes that are no UTF-8", async () => {
    sh(`mkdir a b; cd a; touch -- $'new\\nline' "'quote\\"" -dash ' space' $'\\xff'; cp -a -- * ../b/`);
    expect((await scan()).counts.match).toBe(5);
  });

  it("leaves an excluded directory out with all in it, as the mover does", async () => {
    sh(
      "mkdir -p a/web/node_modules/x b/web/node_modules/x; echo 1 > a/web/node_modules/x/y; echo 22 > b/web/node_modules/x/y; echo 3 > a/web/z",
    );
    expect(await scan({}, ["**/node_modules"])).toMatchObject({ files: 1, undecided: 0, sendFiles: 1 });
  });

  const OWN = [".db.ferry-replaced-0123456789ab", ".ferry-tree-0123456789ab"];
  const make = (side: string, names: readonly string[]) =>
    names.map((name) => `mkdir -p ${side}/${name}; echo 1 > ${side}/${name}/x`).join("; ");

  it.each([
    ["nothing", ":"],
    ["the same tree", make("b", ["d"])],
  ])("names what Ferry itself keeps on the source, where the target has %s", async (_, has) => {
    sh(`${make("a", OWN)}; ${has}`);
    const { files, undecided, left } = await scan();
    expect({ files, undecided }).toMatchObject({ files: 0 });
    expect(left.map(({ what }) => what)).toEqual(OWN.map((name) => join(folder, "b", name)));
  });

  it("does not see what Ferry itself keeps on the target", async () => {
    sh(`mkdir a; ${make("b", [...OWN, ".db.ferry-staging-0123456789ab"])}`);
    expect(await scan()).toMatchObject({ files: 0, undecided: 0, left: [] });
  });

  it("takes what only has a name like those of Ferry's own for what it is", async () => {
    const like = [".x.ferry-staging-y", ".x.ferry-replaced-0123456789abc", "d/.ferry-tree-0123456789ab"];
    sh(make("a", like));
    expect(await scan()).toMatchObject({ files: 3, left: [] });
  });

  it("compares single files, whatever they are called on the other side", async () => {
    sh(
      "mkdir a b; echo one > a/app.conf; echo two > b/app.cfg; touch -d @300 a/app.conf; touch -d @100 b/app.cfg; echo other > b/other",
    );
    const file = (path: string) =>
      ({ id: "bind:/app.conf", type: "bind", path: join(folder, path), file: true }) as const;
    const decide = decider({ default: "stop", overwrite: [], skip: [] });
    const found = await scanDataset(host("alpha"), host("beta"), file("a/app.conf"), file("b/app.cfg"), {
      exclude: [],
      decide,
    });
    expect(found).toMatchObject({ files: 1, bytes: 4, undecided: 1 });
    expect(found.conflicts[0]).toMatchObject({ path: "", status: "newer_source" });
  });

  it.each(RETAINED)(
    "asks when what differs last changed, where %s, and lists it in order",
    async (_, on, retained) => {
      sh(`${DIFFERENT}; chmod 600 ../b/newer-target; touch ../b/$'x\nx'`);
      const seen: [string, number | undefined][] = [];
      await scanDataset(host("alpha"), on(), dataset("a"), dataset("b"), {
        exclude: [],
        retained,
        decide: ({ path, targetChanged }) => {
          seen.push([path, targetChanged]);
          return {};
        },
      });
      const names = ["conflict", "d/newer-source", "extra", "newer-target", "x\nx"];
      const times = names.map((name) => statSync(join(folder, "b", name)).ctimeMs / 1000);
      if (!retained) return expect(seen.map(([, changed]) => changed)).toEqual(names.map(() => undefined));
      expect(seen.map(([path]) => path)).toEqual(names);
      for (const [at, [, changed]] of seen.entries()) expect(changed).toBeCloseTo(times[at] ?? 0, 2);
    },
  );

  it("names what the target keeps so that every byte of it survives", async () => {
    sh("mkdir a b; touch b/$'extra\\xff'");
    expect((await scan({ default: "skip" })).keep).toEqual(["extra\uDCFF"]);
  });

  it("counts sockets and pipes of a source that the target has nothing of", async () => {
    sh("mkdir a; echo 1 > a/x; mkfifo 'a/pipe 1'");
    expect(await scan()).toMatchObject({ files: 1, left: [{ what: join(folder, "b/pipe 1") }] });
  });

  it("fails where the source is not there", async () => {
    sh("mkdir b; touch b/x");
    await expect(scan()).rejects.toThrow(/find|exited|there/);
  });
});

describe.skipIf(BUSYBOX === undefined)("a scan where a host has only busybox", () => {
  const decide = decider({ default: "stop", overwrite: [], skip: [] });
  const ODD = `${DIFFERENT}; cd ..; for side in a b; do cd $side; echo 1 > 'new
line'; echo 2 > "$(printf 'bad \\377')"; ln -s 'to
nowhere' odd; mkdir -p cache/deep; echo $side > cache/deep/f; cd ..; done; touch -h -d @5 */odd; touch -d '1965-01-01' */new*`;

  it.each([
    ["the source", busy, host],
    ["the target", host, busy],
    ["both", busy, busy],
  ])("finds what GNU tools find: %s", async (_, source, target) => {
    sh(ODD);
    const [a, b] = [dataset("a"), dataset("b")];
    const options = { exclude: ["cache"], decide };
    const wanted = { ...(await scanDataset(host("alpha"), host("beta"), a, b, options)), listSeconds: 0 };
    expect({
      ...(await scanDataset(source("alpha"), target("beta"), a, b, options)),
      listSeconds: 0,
    }).toEqual(wanted);
    expect(wanted.counts.match).toBe(7);
  });

  it("counts what it would send where the target has nothing", async () => {
    sh(`${ODD}; rm -rf ../b b`);
    const one = await scanDataset(host("alpha"), host("beta"), dataset("a"), dataset("b"), {
      exclude: ["cache"],
      decide,
    });
    const other = await scanDataset(busy("alpha"), busy("beta"), dataset("a"), dataset("b"), {
      exclude: ["cache"],
      decide,
    });
    expect({ ...other, listSeconds: 0 }).toEqual({ ...one, listSeconds: 0 });
    expect(other.sendFiles).toBe(10);
  });
});
