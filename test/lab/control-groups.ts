import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Makes a control group of its own for a host in every hierarchy and gives their directories. Without it
 * all hosts would share one tree, and stopping a unit on one would reach into the others.
 */
export function makeGroups(name: string): readonly string[] {
  return hierarchies().map((top) => {
    const group = join(top, name);
    mkdirSync(group, { recursive: true });
    // A new cpuset group has no processors, and a group without them takes no process.
    for (const file of ["cpuset.mems", "cpuset.cpus"]) copy(join(top, file), join(group, file));
    return group;
  });
}

/** Resolves when no process is left in a host's groups: then its nspawn and its containers are gone too. */
export async function groupsEmpty(name: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (!hierarchies().some((top) => occupied(join(top, name)))) return;
    await sleep(10);
  }
  throw new Error(`processes stay in the control groups ${name}`);
}

/** Removes the control groups whose name begins so; their processes have ended before. */
export function removeGroups(prefix: string): void {
  for (const top of hierarchies()) {
    for (const name of readdirSync(top)) if (name.startsWith(prefix)) removeTree(join(top, name));
  }
}

/** The mount points of cgroup v1 and v2 on this machine. */
function hierarchies(): readonly string[] {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const fields = mounts.map((line) => line.split(" "));
  return fields.flatMap(([, at, type]) => (at && /^cgroup2?$/.test(type ?? "") ? [at] : []));
}

function occupied(group: string): boolean {
  if (!existsSync(group)) return false;
  if (readFileSync(join(group, "cgroup.procs"), "utf8") !== "") return true;
  return below(group).some(occupied);
}

function removeTree(group: string): void {
  for (const inner of below(group)) removeTree(inner);
  rmdirSync(group);
}

function below(group: string): string[] {
  const entries = readdirSync(group, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(group, entry.name));
}

function copy(from: string, to: string): void {
  try {
    writeFileSync(to, readFileSync(from));
  } catch {
    // Not a cpuset hierarchy, or the root of cgroup v2, which has no such file.
  }
}
