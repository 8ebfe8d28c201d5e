import { type ChildProcess, spawn } from "node:child_process";
import { access, constants, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sshEnvironment } from "./environment";
import { HostUnreachable, type TransportError } from "./errors";
import { quote } from "./shell";
import { destination } from "./ssh-address";
import { type Destination, diagnose, sudoRefused } from "./ssh-diagnosis";

/** What every use of ssh has in common; the rest is the user's own configuration. */
const OPTIONS = [
  "BatchMode=yes",
  "StrictHostKeyChecking=yes",
  "UpdateHostKeys=no",
  "ServerAliveInterval=3",
  "ServerAliveCountMax=3",
  "ConnectTimeout=10",
  "LogLevel=ERROR",
  "RequestTTY=no",
  "RemoteCommand=none",
  "ClearAllForwardings=yes",
  "ForwardAgent=no",
  "ForwardX11=no",
  "PermitLocalCommand=no",
].flatMap((option) => ["-o", option]);

/**
 * Runs in the first session, and for as long as the connection is wanted: `cat` ends when this process does,
 * however it ends, and the connection with it. The arguments are what commands become root with.
 */
const HOLD =
  'if [ "$#" -gt 0 ]; then LC_ALL=C "$@" true </dev/null || { echo ferry-refused; exit 1; }; fi; echo ferry-ready; exec cat >/dev/null';

/** A way to the socket that leaves room for it: the path of a Unix socket has about 104 bytes, and ssh adds 17. */
async function socketDirectory(): Promise<string> {
  const short = await access("/tmp", constants.W_OK).then(
    () => "/tmp",
    () => tmpdir(),
  );
  return mkdtemp(join(short, "ferry-"));
}

/** One connection to a host, shared by all commands: made on first use, made again after it broke. */
export class SshConnection {
  private opened: Promise<Open> | undefined;

  constructor(
    private readonly to: Destination,
    private readonly become: readonly string[],
    private readonly ciphers: string,
  ) {}

  /** Connects if need be. Rejects with the typed reason; the next call tries again. */
  async ready(): Promise<void> {
    this.opened ??= this.open();
    const opening = this.opened;
    try {
      const { broken } = await opening;
      if (broken.aborted) throw broken.reason;
    } catch (error) {
      if (this.opened === opening) this.opened = undefined;
      throw error;
    }
  }

  /** The arguments that run one shell line through the connection, once it is ready. */
  async client(line: string): Promise<string[]> {
    await this.ready();
    const { socket } = (await this.opened) ?? { socket: "none" };
    return [
      "ssh",
      ...OPTIONS,
      "-o",
      "ControlMaster=no",
      "-S",
      socket,
      "-T",
      ...destination(this.to.ssh),
      line,
    ];
  }

  /** Whether the connection is gone, now or within the next moments (the parts of ssh end one by one). */
  async hasBroken(within: number): Promise<boolean> {
    const open = await this.opened?.catch(() => undefined);
    if (!open) return true;
    if (!open.broken.aborted)
      await Promise.race([open.ended, new Promise((resolve) => setTimeout(resolve, within))]);
    if (open.broken.aborted) this.opened = undefined;
    return open.broken.aborted;
  }

  async close(): Promise<void> {
    const open = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    if (!open) return;
    open.master.stdin?.end();
    const patience = setTimeout(() => open.master.kill("SIGTERM"), 1000);
    await open.ended;
    clearTimeout(patience);
  }

  private async open(): Promise<Open> {
    const directory = await socketDirectory();
    const socket = join(directory, "s");
    const line = ["exec", "sh", "-c", HOLD, "ferry", ...this.become].map(quote).join(" ");
    const options = [...OPTIONS, "-o", "ControlMaster=yes", "-o", "ControlPersist=no", "-S", socket, "-T"];
    const ciphers = this.ciphers ? ["-o", `Ciphers=${this.ciphers}`] : [];
    const master = spawn("ssh", [...options, ...ciphers, ...destination(this.to.ssh), line], {
      detached: true,
      env: sshEnvironment(process.env),
      stdio: ["pipe", "pipe", "pipe"],
    });
    master.stdin.on("error", () => undefined);
    const heard = listen(master);
    const ended = heard.ended.finally(() => rm(directory, { recursive: true, force: true }));
    await Promise.race([heard.ready, ended]);
    if (heard.isReady()) return { master, socket, ended, broken: this.watch(ended, heard.stderr) };
    throw this.failure(heard);
  }

  private watch(ended: Promise<unknown>, stderr: () => string): AbortSignal {
    const broken = new AbortController();
    void ended.then(() => broken.abort(connectionLost(this.to, stderr())));
    return broken.signal;
  }

  private failure(heard: Heard): TransportError {
    if (heard.startError) {
      return new HostUnreachable("the OpenSSH client could not be started.", {
        host: this.to.host,
        remedy: "Install it (`apt install openssh-client`) and see that `ssh` is on the PATH.",
        cause: heard.startError,
      });
    }
    return heard.stdout().includes("ferry-refused")
      ? sudoRefused(this.to, heard.stderr())
      : diagnose(this.to, heard.stderr());
  }
}

interface Open {
  readonly master: ChildProcess;
  readonly socket: string;
  readonly ended: Promise<unknown>;
  readonly broken: AbortSignal;
}

interface Heard {
  readonly ready: Promise<void>;
  readonly ended: Promise<void>;
  startError?: Error;
  isReady(): boolean;
  stdout(): string;
  stderr(): string;
}

/** Gathers what the first session says; a login shell may greet before it. */
function listen(master: ChildProcess): Heard {
  let stdout = "";
  let stderr = "";
  const isReady = () => stdout.includes("ferry-ready");
  const ready = new Promise<void>((resolve) => {
    master.stdout?.on("data", (chunk: Buffer) => {
      if (!isReady()) stdout += chunk;
      if (isReady()) resolve();
    });
  });
  master.stderr?.on("data", (chunk: Buffer) => (stderr = (stderr + chunk).slice(-20_000)));
  const heard: Heard = {
    ready,
    ended: new Promise((resolve) => {
      master.once("close", () => resolve());
      master.once("error", (error) => {
        heard.startError = error;
        resolve();
      });
    }),
    isReady,
    stdout: () => stdout,
    stderr: () => stderr,
  };
  return heard;
}

/** The connection was there and is no more. */
export function connectionLost(to: Destination, stderr: string, during = ""): HostUnreachable {
  const said = stderr.replace(/\r/g, "").trim().split("\n").at(-1) ?? "";
  return new HostUnreachable(`the connection was lost${during}${said ? `: ${said}` : "."}`, {
    host: to.host,
    remedy: "See whether the host is up and the network between is stable, then try again.",
  });
}
