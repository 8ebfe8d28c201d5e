import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../../program/setup/repository";
import { PulumiProject } from "../lab/moves/pulumi";
import { openShop, shopOn } from "./local-shop";

let pulumi: PulumiProject;

beforeAll(async () => {
  pulumi = await PulumiProject.make({});
  await openShop(pulumi.folder);
  for (let i = 0; i < 8; i++)
    await writeFile(join(pulumi.folder, "alpha/srv/shop", `data${i}`), randomBytes(1_000_000));
}, 900_000);
afterAll(() => pulumi?.remove());

/** The service on a host; slow enough to be paused in the middle. */
const stackOn = (host: string, rate: string): unknown => shopOn(pulumi.folder, host, { move: { rate } });

/** The command line, as a user has it. */
function ferry(...words: string[]): Promise<{ code: number; text: string }> {
  const program = join(repository(), "dist/program/cli/main.js");
  const argv = [program, ...words, "--stacks", join(pulumi.folder, "stacks"), "--stack", "lab"];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, text: `${stdout}${stderr}`.replace(/\s+/g, " ") }),
    );
  });
}

const staging = async (): Promise<string | undefined> => {
  const found = await readdir(join(pulumi.folder, "beta/srv")).catch(() => []);
  const name = found.find((each) => each.includes("ferry-staging"));
  return name && join(pulumi.folder, "beta/srv", name, "tree");
};

/** Waits until so many files have arrived in the staging tree. */
async function arrived(files: number): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const tree = await staging();
    const there = tree ? await readdir(tree).catch(() => []) : [];
    if (there.filter((name) => name.startsWith("data")).length >= files) return;
    await sleep(100);
  }
  throw new Error("nothing has arrived");
}

// Pulumi loads compiled code; `npm test` builds before it comes here.
const built = existsSync(join(repository(), "dist/program/index.js"));

describe.skipIf(!built)("a move that is paused from the command line", () => {
  it("stops, waits, and goes on without sending again what has arrived", { timeout: 300_000 }, async () => {
    await pulumi.declare(stackOn("alpha", "1MB/s"));
    await pulumi.must("up", "--yes", "--skip-preview");
    await pulumi.declare(stackOn("beta", "1MB/s"));
    const moving = pulumi.up("--skip-preview");
    await arrived(4);
    const asked = await ferry("pause", "shop");
    expect(asked.text).toMatch(/shop runs on alpha; its move to beta is paused/);
    const ran = await moving;
    expect(ran.code).not.toBe(0);
    expect(ran.text).toMatch(/was paused by .* \(step precopy\)/);
    expect(existsSync(join(pulumi.folder, "alpha/srv/shop/running"))).toBe(true);

    expect((await ferry("status")).text).toMatch(/move alpha -> beta is paused in step precopy/);
    const preview = await pulumi.preview();
    expect(preview.text).toMatch(/was paused by/);
    expect((await pulumi.up("--skip-preview")).code).not.toBe(0);

    const kept = (await staging()) ?? "";
    const inodes = await inodesOf(kept);
    expect((await ferry("resume", "shop")).text).toMatch(/the next pulumi up goes on/);
    await pulumi.declare(stackOn("beta", "100MB/s"));
    expect((await pulumi.preview()).text.replace(/\s+/g, " ")).toMatch(
      /Goes on with the move of .* left in the step precopy/,
    );
    await pulumi.must("up", "--yes", "--skip-preview");
    const now = await inodesOf(join(pulumi.folder, "beta/srv/shop"));
    // tar makes a file anew that it extracts: the same inode was not sent again.
    const whole = [...inodes].filter(([name]) => name !== [...inodes.keys()].at(-1));
    expect(whole.length).toBeGreaterThanOrEqual(3);
    for (const [name, inode] of whole) expect([name, now.get(name)]).toEqual([name, inode]);
    const [diary = "", ...others] = await readdir(join(pulumi.folder, "state/ferry/moves"));
    expect([diary, others]).toEqual([expect.stringMatching(/^shop-[0-9a-f]{12}\.jsonl$/), []]);
    const told = await readFile(join(pulumi.folder, "state/ferry/moves", diary), "utf8");
    expect(told.match(/"outcome":"[a-z ]+"/g)).toEqual(['"outcome":"paused"', '"outcome":"moved"']);
    for (let i = 0; i < 8; i++) {
      const [here, there] = await Promise.all(
        ["alpha", "beta"].map((host) => readFile(join(pulumi.folder, host, "srv/shop", `data${i}`))),
      );
      expect(here?.equals(there as Buffer)).toBe(true);
    }
  });
});

describe.skipIf(!built)("a move that Ctrl-C ends", () => {
  // Pulumi keeps the first one for itself.
  it("is paused by the second one, and taken away by ferry cancel", { timeout: 300_000 }, async () => {
    // The test before has left the service on beta.
    await pulumi.declare(stackOn("alpha", "50kB/s"));
    await writeFile(join(pulumi.folder, "beta/srv/shop/new"), randomBytes(3_000_000));
    const moving = pulumi.begin();
    const records = (host: string) => join(pulumi.folder, host, "var/lib/ferry/services/shop");
    const copies = async () =>
      (await readFile(join(records("beta"), "journal.json"), "utf8")).includes('"step":"precopy"') &&
      existsSync(join(records("beta"), "lock"));
    for (let waited = 0; waited < 60_000 && !(await copies()); waited += 100) await sleep(100);
    moving.interrupt();
    await sleep(500);
    moving.interrupt();
    expect((await moving.ended).code).not.toBe(0);
    // The plugin may outlive Pulumi by the moment that it needs to give the lock back.
    for (let waited = 0; waited < 5000 && existsSync(join(records("beta"), "lock")); waited += 100)
      await sleep(100);
    expect(existsSync(join(records("beta"), "lock"))).toBe(false);
    const journal = JSON.parse(await readFile(join(records("beta"), "journal.json"), "utf8"));
    expect(journal).toMatchObject({ from: "beta", outcome: "paused" });
    expect(existsSync(join(pulumi.folder, "beta/srv/shop/running"))).toBe(true);
    expect((await ferry("cancel", "shop")).text).toMatch(/shop runs on beta; .* was taken away/);
    expect(await readdir(join(pulumi.folder, "alpha/srv"))).toEqual(["shop"]);
  });
});

/** Inodes of the data files, in the order in which they arrived. */
async function inodesOf(folder: string): Promise<Map<string, number>> {
  const names = (await readdir(folder)).filter((name) => name.startsWith("data"));
  const stats = await Promise.all(names.map(async (name) => ({ name, ...(await stat(join(folder, name))) })));
  stats.sort((a, b) => a.ctimeMs - b.ctimeMs);
  return new Map(stats.map(({ name, ino }) => [name, ino]));
}
