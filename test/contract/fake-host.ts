import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, Result } from "../../providers/model/command";
import type { Host } from "../../providers/model/host";
import type { Procedure } from "../../providers/model/procedure";
import { runHere } from "../providers/here";
import { FakeDocker, isLook } from "./fake-docker";
import { performSync } from "./perform-sync";

/**
 * A host whose files are a real directory of this machine and whose Docker is data: scripts run for real, so
 * that what they write can be seen, and `docker` is answered by the stand-in.
 */
export class FakeHost {
  readonly host: Host;
  readonly docker: FakeDocker;
  /** Every command that was performed, in order. */
  readonly commands: Command[] = [];

  constructor(name: string, address: string) {
    const root = mkdtempSync(join(tmpdir(), `ferry-${name}-`));
    this.host = { name, address, root };
    this.docker = new FakeDocker(join(root, "var/lib/docker"));
  }

  perform<T>(procedure: Procedure<T>): T {
    return performSync(procedure, (command) => this.run(command));
  }

  run(command: Command): Result {
    this.commands.push(command);
    if (command.argv[0] === "docker") return this.docker.run(command);
    if (command.argv[2]?.includes("docker system dial-stdio")) return this.docker.request(command);
    return runHere(command);
  }

  /** Everything there is: files with their contents and times, and Docker's state. */
  snapshot(): string {
    const list = 'cd "$1" && find . -printf "%P %y %s %T@ %C@ %m\\n" | sort';
    return `${execFileSync("sh", ["-c", list, "sh", this.host.root]).toString()}${JSON.stringify(this.docker.state)}`;
  }

  /** Commands that say something to Docker other than a look. */
  changes(): readonly string[] {
    const docker = this.commands.filter((each) => each.argv.join(" ").includes("docker ") && !isLook(each));
    return docker.map(({ argv }) => argv.join(" "));
  }

  remove(): void {
    rmSync(this.host.root, { recursive: true, force: true });
  }
}
