import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Drain, type Sink } from "./drain";

/** A program of this machine that a transport runs: directly, or the ssh client on a host's behalf. */
export interface Child {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string | undefined;
  readonly stdin?: string | undefined;
  /** Milliseconds; `Infinity` for none. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
  readonly onStdout: Sink;
  readonly onStderr: Sink;
  /** True once the output itself has said that all of it is here; then the program is not waited for. */
  readonly complete?: () => boolean;
  /** Ends what the program started elsewhere; awaited before the program itself is ended. */
  readonly onStop?: () => Promise<void>;
}

/** How a program ended: by itself, or because the deadline passed or the caller gave up. */
export type Ending = { readonly code: number } | { readonly stopped: "deadline" | "signal" };

/** Node's timers hold 31 bits. */
const LONGEST_TIMER = 0x7fffffff;

/** After a program's end, its pipes count as held by a background process when this many looks find nothing new. */
const QUIET_LOOKS = 5;
const LOOK_EVERY = 100;

/** How long a program may take to end by itself once it was asked to, or once it has said all; milliseconds. */
const GRACE = 2000;

/**
 * Runs a program to its end. It leads a process group of its own: it has no terminal to ask questions on, and
 * what it starts can be ended with it. Rejects when it cannot be started, or when a sink rejects.
 */
export async function runChild(child: Child): Promise<Ending> {
  const process = start(child);
  const exit = exitCode(process);
  const outputs = [new Drain(process.stdout, child.onStdout), new Drain(process.stderr, child.onStderr)];
  const stop = watchForStop(child);
  try {
    const drained = Promise.all(outputs.map((output) => output.done));
    const ending = await Promise.race([
      Promise.all([exit, drained]).then(([code]) => ({ code })),
      saidAll(child, outputs),
      exit.then((code) => abandoned(code, outputs)),
      stop.asked,
    ]);
    if ("stopped" in ending) await end(process, child);
    return ending;
  } catch (error) {
    await end(process, child);
    throw error;
  } finally {
    stop.forget();
    for (const output of outputs) output.close();
    void letGo(process);
  }
}

function start(child: Child): ChildProcess {
  const [program = "", ...args] = child.argv;
  const process = spawn(program, args, {
    cwd: child.cwd,
    env: child.env,
    detached: true,
    stdio: [child.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // A program that ends without reading all its input is no failure of ours.
  process.stdin?.on("error", () => undefined);
  process.stdin?.end(child.stdin);
  return process;
}

/** A signal counts as 128 and its number, as in a shell. */
function exitCode(process: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    process.once("error", reject);
    process.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** Settles when the output itself says that it is whole; the code is in it too. */
function saidAll(child: Child, outputs: readonly Drain[]): Promise<Ending> {
  return new Promise((resolve) => {
    const look = () => {
      if (child.complete?.()) resolve({ code: 0 });
    };
    for (const output of outputs) output.onTaken = look;
  });
}

/**
 * Settles when the program has ended but something it left in the background keeps its pipes open: without
 * this, starting a daemon that does not close its output would hang until the deadline.
 */
async function abandoned(code: number, outputs: readonly Drain[]): Promise<Ending> {
  for (let quiet = 0, taken = -1; quiet < QUIET_LOOKS; ) {
    await sleep(LOOK_EVERY, undefined, { ref: false });
    const now = outputs.reduce((sum, output) => sum + output.taken, 0);
    quiet = now === taken && !outputs.some((output) => output.busy) ? quiet + 1 : 0;
    taken = now;
  }
  return { code };
}

interface Stop {
  readonly asked: Promise<Ending>;
  forget(): void;
}

function watchForStop(child: Child): Stop {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: () => void = () => undefined;
  const asked = new Promise<Ending>((resolve) => {
    onAbort = () => resolve({ stopped: "signal" });
    if (child.within < LONGEST_TIMER)
      timer = setTimeout(() => resolve({ stopped: "deadline" }), child.within);
    if (child.signal?.aborted) onAbort();
    child.signal?.addEventListener("abort", onAbort, { once: true });
  });
  const forget = () => {
    clearTimeout(timer);
    child.signal?.removeEventListener("abort", onAbort);
  };
  return { asked, forget };
}

/** Ends the program and all it started on this machine: asks, waits a little, then insists. */
async function end(process: ChildProcess, child: Child): Promise<void> {
  if (process.pid === undefined) return;
  await child.onStop?.().catch(() => undefined);
  signalGroup(process, "SIGTERM");
  const gone = new Promise((resolve) => process.once("exit", resolve));
  if (isRunning(process)) await Promise.race([gone, sleep(GRACE, undefined, { ref: false })]);
  signalGroup(process, "SIGKILL");
}

/** A program that has said all but stays (an ssh whose remote daemon holds the session) is ended after a while. */
async function letGo(process: ChildProcess): Promise<void> {
  if (!isRunning(process)) return;
  await sleep(GRACE, undefined, { ref: false });
  if (isRunning(process)) signalGroup(process, "SIGTERM");
}

const isRunning = (process: ChildProcess): boolean =>
  process.pid !== undefined && process.exitCode === null && process.signalCode === null;

function signalGroup(process: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.pid !== undefined) globalThis.process.kill(-process.pid, signal);
  } catch {
    // The group is gone already.
  }
}
