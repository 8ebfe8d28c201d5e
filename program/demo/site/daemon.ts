import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A program of the demo that goes on by itself: `start`, `stop` and `status` as an init script has them, and
 * `serve`, which is the program. Its files lie two levels below the root directory of its host.
 */
export interface Daemon {
  readonly name: string;
  /** Runs until the signal; calls `ready` when it listens. */
  serve(args: readonly string[], ready: () => void, stop: AbortSignal): void;
}

/** The root directory of the host that a script lies on. */
export const hostRoot = (script: string): string => resolve(dirname(script), "../..");

const pidFile = (script: string, name: string): string => join(hostRoot(script), "run", `${name}.pid`);

/** Does what the first argument says; exits 3 when `status` finds that it does not run, as systemctl does. */
export async function control(script: string, daemon: Daemon): Promise<void> {
  const [verb, ...args] = process.argv.slice(2);
  if (verb === "start") await start(script, daemon.name, args);
  else if (verb === "stop") await stop(script, daemon.name);
  else if (verb === "status") status(script, daemon.name);
  else if (verb === "serve") serve(script, daemon, args);
  else fail(`${daemon.name}: start, stop, status or serve?`, 2);
}

/** Starts it in the background and returns when it listens. */
async function start(script: string, name: string, args: readonly string[]): Promise<void> {
  if (running(script, name)) return;
  mkdirSync(join(hostRoot(script), "run"), { recursive: true });
  const logFile = join(hostRoot(script), "run", `${name}.log`);
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, [script, "serve", ...args], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  for (let turn = 0; turn < 500; turn++) {
    if (running(script, name) === child.pid) return;
    if (child.exitCode !== null) break;
    await sleep(10);
  }
  fail(`${name} did not start: ${readFileSync(logFile, "utf8").trim()}`, 1);
}

/** Returns when it is gone. */
async function stop(script: string, name: string): Promise<void> {
  const pid = running(script, name);
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  for (let turn = 0; turn < 500 && alive(pid); turn++) await sleep(10);
  if (alive(pid)) process.kill(pid, "SIGKILL");
  rmSync(pidFile(script, name), { force: true });
}

function status(script: string, name: string): void {
  const pid = running(script, name);
  console.log(pid === undefined ? `${name} does not run` : `${name} runs as process ${pid}`);
  process.exitCode = pid === undefined ? 3 : 0;
}

function serve(script: string, daemon: Daemon, args: readonly string[]): void {
  const file = pidFile(script, daemon.name);
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stopping.abort());
  stopping.signal.addEventListener("abort", () => rmSync(file, { force: true }));
  daemon.serve(args, () => writeFileSync(file, `${process.pid}\n`), stopping.signal);
}

function running(script: string, name: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile(script, name), "utf8"));
    return alive(pid) && argumentsOf(pid).includes(script) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A number that an earlier boot has left in a file may belong to somebody else's process by now. */
function argumentsOf(pid: number): string {
  if (existsSync("/proc/self/cmdline")) return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  return spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}

function alive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function fail(text: string, code: number): never {
  console.error(text);
  process.exit(code);
}
