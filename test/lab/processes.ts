import { readdirSync, readFileSync, statSync } from "node:fs";

/** When a process began, in clock ticks since boot: with the id, it names a process for good. */
export function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name may hold spaces and brackets; the fields after it do not.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Is the process still one of that namespace? A process id alone may have gone to another process. */
export function isIn(namespace: string, pid: number): boolean {
  const wanted = inode(`/run/netns/${namespace}`);
  return wanted !== undefined && inode(`/proc/${pid}/ns/net`) === wanted;
}

/** The processes whose network namespace is the named one. */
export function processesIn(namespace: string): readonly number[] {
  const wanted = inode(`/run/netns/${namespace}`);
  if (wanted === undefined) return [];
  return pids().filter((pid) => inode(`/proc/${pid}/ns/net`) === wanted);
}

/** The process that is PID 1 of the host living in a network namespace, as this machine numbers it. */
export function leaderIn(namespace: string): number | undefined {
  return processesIn(namespace).find((pid) => {
    const ids = /^NSpid:\s+(.*)$/m.exec(status(pid))?.[1]?.split(/\s+/) ?? [];
    return ids.length > 1 && ids.at(-1) === "1";
  });
}

/** Ends a process without asking it. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in between.
  }
}

/** What a process was started with; nothing where it has ended. */
export function argumentsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** All processes of this machine. */
export function pids(): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

function inode(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
