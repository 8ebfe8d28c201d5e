import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { type PulumiInstallation, pulumiEnvironment } from "../setup/pulumi";
import { readable, type View } from "./pulumi-output";
import type { Pulumi } from "./stage";

/** The real CLI, with a backend and a project of the demo's own. */
export interface DemoPulumi extends Pulumi {
  /** Ends a command that is under way. */
  cancel(): Promise<void>;
}

const STACK = "demo";

/**
 * Makes a project below the demo's directory whose program is that of the checkout, and a stack in a backend of
 * its own there, so that nothing of the user's Pulumi is touched.
 */
export async function makePulumi(
  checkout: string,
  directory: string,
  installation: PulumiInstallation,
  show: (line: string) => void,
): Promise<DemoPulumi> {
  const project = join(directory, "project");
  for (const path of [project, join(directory, "state")]) rmSync(path, { recursive: true, force: true });
  for (const path of [project, join(directory, "state")]) mkdirSync(path, { recursive: true });
  writeFileSync(join(project, "Pulumi.yaml"), projectFile(checkout));
  const environment = environmentOf(directory, installation);
  const cli = new Cli(installation.bin, project, environment);
  const made = await cli.run(["stack", "init", STACK]);
  if (made.code !== 0) throw new Error(`\`pulumi stack init\` failed: ${made.output.trim()}`);
  return {
    run: (view, ...args) => cli.run([...args, "--stack", STACK, "--color", "never"], view, show),
    outputs: async () => JSON.parse((await cli.run(["stack", "output", "--json"])).output),
    cancel: () => cli.cancel(),
  };
}

function projectFile(checkout: string): string {
  const { runtime } = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8")) as { runtime: unknown };
  return stringify({ name: "ferry-demo", runtime, main: join(checkout, "dist/program/index.js") });
}

function environmentOf(directory: string, installation: PulumiInstallation): NodeJS.ProcessEnv {
  const own = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}` };
  return {
    ...pulumiEnvironment(installation, own),
    PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    FERRY_STACKS: join(directory, "stacks"),
    // Half of a short Pulumi run is Node reading the same modules: let it remember them.
    NODE_COMPILE_CACHE: join(directory, "compiled"),
  };
}

class Cli {
  private child: ChildProcess | undefined;

  constructor(
    private readonly bin: string,
    private readonly project: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Runs a command to its end, showing its lines as they come. A code other than 0 is data. */
  run(
    args: readonly string[],
    view: View = "plan",
    show: (line: string) => void = () => undefined,
  ): Promise<{ code: number; output: string }> {
    return new Promise((resolve, reject) => {
      // A process group of its own, so that Ctrl-C reaches the demo first, which then ends the command in order.
      const options = { cwd: this.project, env: this.env, detached: true } as const;
      const child = spawn(this.bin, [...args, "--non-interactive"], {
        ...options,
        stdio: ["ignore", "pipe", "pipe"],
      });
      this.child = child;
      const output = readable(view, show);
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", output.take);
      child.on("error", reject);
      child.on("close", (code) => {
        this.child = undefined;
        resolve({ code: code ?? 255, output: output.end() });
      });
    });
  }

  /** The second signal is the one that reaches a provider at work; what does not end within 5 seconds is killed. */
  async cancel(): Promise<void> {
    for (const signal of ["SIGINT", "SIGINT", "SIGKILL"] as const) {
      const pid = this.child?.pid;
      if (pid === undefined) return;
      process.kill(-pid, signal);
      for (let turn = 0; turn < 50 && this.child; turn++) await sleep(50);
    }
  }
}
