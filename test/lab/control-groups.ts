import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { kill } from "./processes";

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

/** How long a host's nspawn has to tidy up and end by itself once the host is off, in milliseconds. */
const GRACE = 2_000;
/** A process that writes to a busy disk ends only when it has written. */
const DEADLINE = 60_000;

/**
 * Resolves when no process is left in a host's groups: then its nspawn and its containers are gone too. What does
 * not end by itself is killed; throws with the ids of what stays even then.
 */
export async function groupsEmpty(name: string): Promise<void> {
  const began = performance.now();
  for (;;) {
    const groups = hierarchies().map((top) => join(top, name));
    const left = new Set(groups.flatMap(processesOf));
    if (left.size === 0) return;
    const waited = performance.now() - began;
    if (waited > DEADLINE)
      throw new Error(`processes stay in the control groups ${name}: ${[...left].join(", ")}`);
    if (waited > GRACE) for (const group of groups) end(group);
    await sleep(20);
  }
}

/** Ends what is left in the control groups whose name begins so, and removes them. */
export async function removeGroups(prefix: string): Promise<void> {
  const listed = hierarchies().flatMap((top) => readdirSync(top));
  for (const name of new Set(listed.filter((each) => each.startsWith(prefix)))) {
    await groupsEmpty(name);
    for (const top of hierarchies()) removeTree(join(top, name));
  }
}

/** The mount points of cgroup v1 and v2 on this machine. */
function hierarchies(): readonly string[] {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const fields = mounts.map((line) => line.split(" "));
  return fields.flatMap(([, at, type]) => (at && /^cgroup2?$/.test(type ?? "") ? [at] : []));
}

/** The ids of all processes in a group and in those below it. */
function processesOf(group: string): number[] {
  try {
    const here = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    return [...here, ...below(group).flatMap(processesOf)];
  } catch (error) {
    // It was never there in this hierarchy, or was removed in between.
    if (!existsSync(group)) return [];
    throw error;
  }
}

function end(group: string): void {
  const all = join(group, "cgroup.kill");
  if (existsSync(all)) writeFileSync(all, "1");
  // Version 1 has no such file.
  else for (const pid of processesOf(group)) kill(pid);
}

function removeTree(group: string): void {
  if (!existsSync(group)) return;
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
