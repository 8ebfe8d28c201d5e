import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { sshEnvironment } from "./environment";
import { HostUnreachable, type TransportError } from "./errors";
import { quote } from "./shell";
import { makeSocketDirectory } from "./socket-directory";
import { destination } from "./ssh-address";
import { type Destination, diagnose, sudoRefused } from "./ssh-diagnosis";
import { SSH_OPTIONS } from "./ssh-options";

/**
 * Runs in the first session, and for as long as the connection is wanted: `cat` ends when this process does,
 * however it ends, and the connection with it. The arguments are what commands become root with.
 */
const HOLD =
  'if [ "$#" -gt 0 ]; then LC_ALL=C "$@" true </dev/null || { echo ferry-refused; exit 1; }; fi; echo ferry-ready; exec cat >/dev/null';

/** Runs ssh, and removes the directory of its socket when it ends: this process may be gone by then. */
const TIDY = 'directory=$1; shift; "$@"; code=$?; rm -rf -- "$directory"; exit "$code"';

/** How long it may take until the host's shell answers, once ssh has begun; milliseconds. */
const ANSWER_WITHIN = 45_000;

/** How long ssh may take to end when it is no longer wanted; milliseconds. */
const GRACE = 1000;

/** The ssh process that holds a connection, and the socket through which others use it. */
export class SshMaster {
  /** Settles when the connection is gone, for whatever reason. */
  readonly ended: Promise<void>;
  isGone = false;
  private said = { stdout: "", stderr: "" };

  private constructor(
    private readonly ssh: ChildProcess,
    private readonly to: Destination,
    private readonly directory: string,
  ) {
    this.ended = this.untilEnd();
  }

  /** Connects. Rejects with the typed reason where that fails. */
  static async connect(to: Destination, become: readonly string[], ciphers: string): Promise<SshMaster> {
    const directory = await makeSocketDirectory();
    const line = ["exec", "sh", "-c", HOLD, "ferry", ...become].map(quote).join(" ");
    const sharing = ["-o", "ControlMaster=yes", "-o", "ControlPersist=no", "-S", join(directory, "s"), "-T"];
    const bulk = ciphers ? ["-o", `Ciphers=${ciphers}`] : [];
    const argv = [...SSH_OPTIONS, ...sharing, ...bulk, ...destination(to.ssh), line];
    const env = sshEnvironment(process.env);
    const words = ["-c", TIDY, "ferry", directory, "ssh", ...argv];
    const ssh = spawn("sh", words, { detached: true, env, stdio: ["pipe", "pipe", "pipe"] });
    ssh.stdin.on("error", () => undefined);
    const master = new SshMaster(ssh, to, directory);
    await master.answer();
    return master;
  }

  get socket(): string {
    return join(this.directory, "s");
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.hold(true);
    this.ssh.stdin?.end();
    const patience = setTimeout(() => this.kill(), GRACE);
    await this.ended;
    clearTimeout(patience);
  }

  /** It leads a group of its own: sh, ssh, and what ssh itself started (a jump host's ssh). */
  private kill(): void {
    try {
      if (this.ssh.pid !== undefined) process.kill(-this.ssh.pid, "SIGTERM");
    } catch {
      // It has just ended.
    }
  }

  private async answer(): Promise<void> {
    const ready = new Promise<"ready">((resolve) => {
      this.ssh.stdout?.on("data", (chunk: Buffer) => {
        // A login shell may greet before it.
        this.said.stdout = (this.said.stdout + chunk).slice(-20_000);
        if (this.said.stdout.includes("ferry-ready")) resolve("ready");
      });
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), ANSWER_WITHIN);
    });
    const outcome = await Promise.race([ready, late, this.ended]);
    clearTimeout(timer);
    // A forgotten connection must not keep this process alive.
    if (outcome === "ready") return this.hold(false);
    if (outcome === "late") await this.close();
    throw outcome === "late" ? this.silent() : this.failure();
  }

  private hold(on: boolean): void {
    for (const each of [this.ssh, this.ssh.stdin, this.ssh.stdout, this.ssh.stderr] as unknown as Held[]) {
      if (on) each.ref();
      else each.unref();
    }
  }

  private async untilEnd(): Promise<void> {
    this.ssh.stderr?.on("data", (chunk: Buffer) => {
      this.said.stderr = (this.said.stderr + chunk).slice(-20_000);
    });
    await new Promise<void>((resolve) => {
      this.ssh.once("close", () => resolve());
      this.ssh.once("error", () => resolve());
    });
    this.isGone = true;
    await rm(this.directory, { recursive: true, force: true });
  }

  private silent(): TransportError {
    return new HostUnreachable(
      `${this.to.ssh} lets this user in, but its shell has not answered within ${ANSWER_WITHIN / 1000} s.`,
      {
        host: this.to.host,
        remedy: `See what \`ssh ${this.to.ssh} true\` waits for: a login script that asks something, or a file system that does not answer.`,
      },
    );
  }

  private failure(): TransportError {
    const { stdout, stderr } = this.said;
    return stdout.includes("ferry-refused") ? sudoRefused(this.to, stderr) : diagnose(this.to, stderr);
  }
}

interface Held {
  ref(): void;
  unref(): void;
}
