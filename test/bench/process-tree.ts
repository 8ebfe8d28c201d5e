import { readdirSync, readFileSync } from "node:fs";

/** One process, as /proc shows it. */
interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly words: string;
}

/**
 * The processes that a process has started, and those they have started. What a lab's hosts run is left out:
 * those begin with systemd-nspawn.
 */
export function descendants(of: number = process.pid): readonly Seen[] {
  const children = Map.groupBy(all(), (each) => each.parent);
  const below = (pid: number): Seen[] =>
    (children.get(pid) ?? [])
      .filter((each) => !/^systemd-nspawn /.test(each.words))
      .flatMap((each) => [each, ...below(each.pid)]);
  return below(of);
}

function all(): Seen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => seen(Number(name)) ?? []);
}

function seen(pid: number): Seen | undefined {
  const stat = read(pid, "stat");
  // The command's name may hold spaces and brackets; the fields after it do not (proc(5)).
  const parent = Number(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  const words = read(pid, "cmdline")?.replaceAll("\0", " ");
  return stat === undefined || words === undefined ? undefined : { pid, parent, words };
}

/** Asks everything that this process has started to end. */
export function endDescendants(): void {
  for (const { pid } of descendants()) {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // It ended by itself in between.
    }
  }
}

/** The most memory that a process has held so far, in bytes; undefined where it is gone. */
export function peakMemory(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(pid, "status") ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined; // It ended in between.
  }
}

/** Pulumi's process for dynamic providers, which is where Ferry's engine runs. */
const PLUGIN = /dynamic-provider|standin\/dynamic\/main/;

/** Does the work and gives the peak of resident memory that Pulumi's plugin reached meanwhile, in bytes. */
export async function pluginMemory(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const look = () => {
    for (const { pid, words } of descendants())
      if (PLUGIN.test(words)) peak = Math.max(peak, peakMemory(pid) ?? 0);
  };
  const looking = setInterval(look, 50);
  try {
    await work();
  } finally {
    clearInterval(looking);
  }
  if (peak === 0) throw new Error("Pulumi's plugin for dynamic providers was never seen");
  return peak;
}
