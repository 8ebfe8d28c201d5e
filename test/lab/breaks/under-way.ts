import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { repository } from "../../../program/setup/repository";

/** Passes that are sent while the service runs, by number, and the one after its stop. */
export type PassName = 0 | 1 | "final";

/** What the controller says, a line each. */
export type Told =
  | { readonly begins: "afresh" | "resumed" }
  | { readonly step: string }
  | { readonly note: string }
  | { readonly pass: number | "final"; readonly bytes: number }
  | { readonly ended: string; readonly message?: string; readonly bytes?: number };

/** A controller that moves a service: a process of its own. */
export class UnderWay {
  readonly told: Told[] = [];
  private said = "";
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private readonly waiting = new Set<(told: Told | undefined) => void>();

  constructor(stackFile: string, env: NodeJS.ProcessEnv) {
    const program = join(repository(), "dist/test/lab/breaks/controller.js");
    const stdio = ["ignore", "pipe", "pipe"] as const;
    this.child = spawn(process.execPath, [program, stackFile], { env, stdio: [...stdio], detached: true });
    this.closed = once(this.child, "close").then(() => this.hear(undefined));
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.said += chunk;
    });
    if (!this.child.stdout) throw new Error("no output to read");
    createInterface(this.child.stdout).on("line", (line) => this.hear(JSON.parse(line) as Told));
  }

  /** Resolves to the count once so many bytes of a pass were sent; rejects where the controller ends before that. */
  reaches(pass: PassName, bytes: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const hear = (told: Told | undefined): void => {
        if (told && !("pass" in told && told.pass === pass && told.bytes >= bytes)) return;
        this.waiting.delete(hear);
        if (told && "bytes" in told) resolve(told.bytes ?? 0);
        else reject(new Error(`pass ${pass} did not send ${bytes} bytes: ${this}`));
      };
      this.waiting.add(hear);
    });
  }

  /** Ends the process at once, and with `group` whatever it has started in its own process group. */
  kill(group: boolean): void {
    const { pid } = this.child;
    if (pid !== undefined) process.kill(group ? -pid : pid, "SIGKILL");
  }

  /** How it ended: the last thing it said. */
  async ended(): Promise<Extract<Told, { ended: string }> | undefined> {
    await this.closed;
    return this.told.findLast((told) => "ended" in told);
  }

  toString(): string {
    const lines = this.told.filter((told) => !("pass" in told));
    return `${lines.map((told) => JSON.stringify(told)).join("\n")}\n${this.said}`;
  }

  private hear(told: Told | undefined): void {
    if (told) this.told.push(told);
    for (const hear of [...this.waiting]) hear(told);
  }
}
