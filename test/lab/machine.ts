import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { must, run } from "../../program/setup/spawn";
import { groupsEmpty, makeGroups } from "./control-groups";
import { kill, leaderIn, processesIn } from "./processes";

/** One whole Debian system: an overlay over the base tree, run by systemd-nspawn in a namespace. */
export interface Machine {
  readonly name: string;
  readonly namespace: string;
  /** Holds upper, work, root (the mount), docker and console.log. */
  readonly directory: string;
}

export function rootOf(machine: Machine): string {
  return join(machine.directory, "root");
}

/** Mounts the machine's own tree over the base. */
export async function layOut(machine: Machine, base: string): Promise<void> {
  const part = (name: string) => join(machine.directory, name);
  for (const name of ["upper", "work", "root", "docker"]) await mkdir(part(name), { recursive: true });
  const options = `lowerdir=${base},upperdir=${part("upper")},workdir=${part("work")}`;
  await must(["mount", "-t", "overlay", "overlay", "-o", options, part("root")]);
}

/** Starts the machine; resolves with the id of its PID 1 as soon as that exists. */
export async function powerOn(machine: Machine): Promise<number> {
  const log = openSync(join(machine.directory, "console.log"), "a");
  const groups = makeGroups(machine.namespace);
  const join_ = 'for group in $1; do echo $$ > "$group/cgroup.procs"; done; shift; exec systemd-nspawn "$@"';
  const argv = ["-c", join_, "sh", groups.join(" "), ...arguments_(machine)];
  const child = spawn("sh", argv, { stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  child.unref();
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  for (let tries = 0; tries < 500; tries++) {
    const leader = leaderIn(machine.namespace);
    if (leader !== undefined) return leader;
    if (child.exitCode !== null) break;
    await Promise.race([sleep(20), failed]);
  }
  throw new Error(`${machine.name} did not begin to boot; see ${join(machine.directory, "console.log")}`);
}

function arguments_(machine: Machine): string[] {
  return [
    "--quiet",
    "--boot",
    "--register=no",
    "--keep-unit",
    "--resolv-conf=off",
    "--timezone=off",
    "--link-journal=no",
    "--console=read-only",
    "--capability=all",
    // What Docker's seccomp and key handling need beyond nspawn's own list.
    "--system-call-filter=add_key keyctl bpf",
    `--machine=${machine.namespace}`,
    `--hostname=${machine.name}`,
    `--network-namespace-path=/run/netns/${machine.namespace}`,
    // Overlay on overlay does not work, so Docker's own tree lies on the real file system.
    `--bind=${join(machine.directory, "docker")}:/var/lib/docker`,
    `--directory=${rootOf(machine)}`,
  ];
}

/**
 * The plug pulled: kills PID 1 of the namespace, and the kernel ends everything else in it at once.
 * Killing nspawn instead would leave the machine running.
 */
export async function powerOff(namespace: string): Promise<void> {
  for (let tries = 0; tries < 1500; tries++) {
    const left = processesIn(namespace);
    if (left.length === 0) return groupsEmpty(namespace);
    for (const pid of left) kill(pid);
    await sleep(20);
  }
  throw new Error(`processes of ${namespace} are still there: ${processesIn(namespace).join(", ")}`);
}

/** Waits until the units that tests rely on are there, or says what the machine was doing instead. */
export async function settled(machine: Machine, leader: number, units: readonly string[]): Promise<void> {
  const waiting = 'for unit; do until systemctl -q is-active "$unit"; do sleep 0.05; done; done';
  const done = await run([...inside(leader), "sh", "-c", waiting, "sh", ...units], { within: 60_000 });
  if (done.code === 0) return;
  const jobs = await run([...inside(leader), "systemctl", "--no-pager", "list-jobs"], { within: 5_000 });
  const failed = await run([...inside(leader), "systemctl", "--no-pager", "--failed"], { within: 5_000 });
  throw new Error(`${machine.name} did not come up:\n${jobs.stdout}\n${failed.stdout}`);
}

/** The argument prefix that runs a command inside the machine, as root, without ssh. */
export function inside(leader: number): string[] {
  // --wd would open the directory on this machine.
  const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const enter = ["nsenter", "-t", String(leader), "-m", "-u", "-i", "-n", "-p", "-C", "--wdns=/root"];
  return [...enter, "env", "-i", path, "HOME=/root", "LANG=C.UTF-8"];
}
