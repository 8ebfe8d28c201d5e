import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

/** Removes the control groups whose name begins so; their processes have ended before. */
export function removeGroups(prefix: string): void {
  for (const top of hierarchies()) {
    for (const name of readdirSync(top)) if (name.startsWith(prefix)) removeTree(join(top, name));
  }
}

/** The mount points of cgroup v1 and v2 on this machine. */
function hierarchies(): readonly string[] {
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  return mounts
    .map((line) => line.split(" "))
    .flatMap(([, at, type]) => (at && /^cgroup2?$/.test(type ?? "") ? [at] : []));
}

function removeTree(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) removeTree(join(group, entry.name));
  }
  try {
    rmdirSync(group);
  } catch {
    // A process that is still ending holds it; an empty group costs nothing and the next lab removes it.
  }
}

function copy(from: string, to: string): void {
  try {
    writeFileSync(to, readFileSync(from));
  } catch {
    // Not a cpuset hierarchy, or the root of cgroup v2, which has no such file.
  }
}
