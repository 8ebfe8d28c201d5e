import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { LabHost } from "../../host";

/** A service that keeps a file mapped, as databases do, and writes to it when it is told to. */
export class MappedFile {
  private readonly program: ChildProcess;
  private readonly said: Interface;

  constructor(host: LabHost, file: string) {
    const [enter = "", ...rest] = [...host.inside(), "python3", "/opt/odd/mapped.py", file];
    this.program = spawn(enter, rest, { stdio: ["pipe", "pipe", "inherit"] });
    if (!this.program.stdout) throw new Error("no output to read");
    this.said = createInterface(this.program.stdout);
  }

  /** Writes to the first page; the write has happened once this resolves. */
  async write(text: string): Promise<void> {
    const answer = once(this.said, "line");
    this.program.stdin?.write(`${text}\n`);
    await answer;
  }

  /** Ends the service. */
  async stop(): Promise<void> {
    const ended = once(this.program, "exit");
    this.program.stdin?.end();
    await ended;
  }
}
