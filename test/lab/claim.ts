import { existsSync, readdirSync, readFileSync } from "node:fs";
import { link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../program/setup/spawn";
import { removeGroups } from "./control-groups";
import { powerOff } from "./machine";
import { unplugAll } from "./network";
import { startTime } from "./processes";
import { removeTree } from "./remove-tree";
import { claims, labRoot, type Site, site, siteLimit } from "./site";

/** Which process holds a lab, for as long as it lives, and where the lab's disks lie. */
interface Owner {
  readonly pid: number;
  readonly started: string;
  readonly root?: string;
}

/** Takes the first free lab number for this process; leftovers of runs that were killed are removed first. */
export async function claimSite(): Promise<Site> {
  await sweep();
  for (let index = 0; index < siteLimit; index++) {
    const lab = site(index);
    if (!(await claim(index))) continue;
    await clear(lab);
    await mkdir(lab.directory, { recursive: true });
    return lab;
  }
  throw new Error(`All ${siteLimit} labs are in use; their owners are named in ${claims}/*.owner`);
}

/** The claim appears whole or not at all: an empty one would look like a dead run's to another run. */
async function claim(index: number): Promise<boolean> {
  const draft = join(claims, `${index}.${process.pid}.draft`);
  const mine: Owner = { pid: process.pid, started: startTime(process.pid) ?? "", root: labRoot() };
  await writeFile(draft, JSON.stringify(mine));
  const won = await link(draft, ownerFile(index)).then(
    () => true,
    () => false,
  );
  await rm(draft);
  return won;
}

/** Ends and unmounts everything of labs whose owner is gone. */
export async function sweep(): Promise<void> {
  await mkdir(claims, { recursive: true });
  for (const file of readdirSync(claims)) {
    const index = /^(\d+)\.owner$/.exec(file)?.[1];
    if (index === undefined) continue;
    const owner = read(join(claims, file));
    if (owner !== undefined && startTime(owner.pid) === owner.started) continue;
    // Of two runs that find the same leftovers, only one can rename the claim.
    const taken = join(claims, `${file}.${process.pid}.swept`);
    const won = await rename(join(claims, file), taken).then(
      () => true,
      () => false,
    );
    if (!won) continue;
    await clear(site(Number(index), owner?.root));
    await rm(taken, { force: true });
  }
}

/** Gives the number back after everything of the lab was removed. */
export async function release(lab: Site): Promise<void> {
  await clear(lab);
  await rm(ownerFile(lab.index), { force: true });
}

/** Removes whatever carries this lab's number: processes, mounts, interfaces, control groups, files. */
async function clear(lab: Site): Promise<void> {
  const listed = existsSync("/run/netns") ? readdirSync("/run/netns") : [];
  const hosts = listed.filter((name) => name.startsWith(`ferry${lab.index}-`));
  await Promise.all(hosts.map((namespace) => powerOff(namespace)));
  await removeGroups(`ferry${lab.index}-`);
  for (const mount of mountsBelow(lab.directory)) await run(["umount", "--lazy", mount]);
  if (mountsBelow(lab.directory).length > 0)
    throw new Error(`${lab.directory} holds mounts that do not go away`);
  await unplugAll(lab);
  await removeTree(lab.directory);
}

function mountsBelow(directory: string): string[] {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const points = mounts.map((line) => line.split(" ")[1] ?? "");
  return points.filter((point) => point.startsWith(`${directory}/`)).reverse();
}

function ownerFile(index: number): string {
  return join(claims, `${index}.owner`);
}

function read(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}
