import { type ChildProcess, execFile } from "node:child_process";
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { ensurePulumi } from "../../../program/setup/pulumi";
import { repository } from "../../../program/setup/repository";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a terminal would show them. */
  readonly text: string;
}

interface Exported {
  readonly deployment: {
    readonly resources: {
      readonly urn: string;
      readonly inputs: Record<string, unknown>;
      readonly outputs: Record<string, unknown>;
    }[];
  };
}

/**
 * A Pulumi project of its own in a temporary folder, with its own backend: an existing project that has
 * installed Ferry as a package. Nothing of the user's Pulumi account or of the checkout is touched.
 */
export class PulumiProject {
  private constructor(
    readonly folder: string,
    private readonly bin: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async make(env: NodeJS.ProcessEnv): Promise<PulumiProject> {
    const { bin, pathPrefix } = await ensurePulumi();
    const folder = await mkdtemp(join(tmpdir(), "ferry-pulumi-"));
    await mkdir(join(folder, "node_modules"));
    await mkdir(join(folder, "stacks"));
    await mkdir(join(folder, "backend"));
    await symlink(repository(), join(folder, "node_modules", "pulumi-ferry"));
    await symlink(join(repository(), "node_modules", "@pulumi"), join(folder, "node_modules", "@pulumi"));
    await writeFile(join(folder, "package.json"), '{ "name": "lab", "private": true }\n');
    await writeFile(join(folder, "Pulumi.yaml"), stringify(projectFile(repository())));
    const project = new PulumiProject(folder, bin, {
      ...process.env,
      ...env,
      PATH: [...pathPrefix, process.env.PATH ?? ""].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      XDG_STATE_HOME: join(folder, "state"),
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "lab",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      FERRY_STACKS: join(folder, "stacks"),
      NO_COLOR: "1",
    });
    await project.must("stack", "init", "lab");
    return project;
  }

  /** Replaces the stack file. */
  async declare(stack: unknown): Promise<void> {
    await writeFile(join(this.folder, "stacks", "lab.yaml"), stringify(stack));
  }

  stackFile(): Promise<string> {
    return readFile(join(this.folder, "stacks", "lab.yaml"), "utf8");
  }

  run(...words: string[]): Promise<Ran> {
    const [verb = "", ...rest] = words;
    return this.spawn([verb, ...rest, "--non-interactive", ...(verb === "stack" ? [] : ["--stack", "lab"])]);
  }

  async must(...words: string[]): Promise<string> {
    const ran = await this.run(...words);
    if (ran.code !== 0) throw new Error(`pulumi ${words.join(" ")} exited with ${ran.code}:\n${ran.text}`);
    return ran.stdout;
  }

  preview(...words: string[]): Promise<Ran> {
    return this.run("preview", ...words);
  }

  up(...words: string[]): Promise<Ran> {
    return this.run("up", "--yes", ...words);
  }

  /** Declares a stack and brings it up; throws where that fails. */
  async apply(stack: unknown, ...words: string[]): Promise<Ran> {
    await this.declare(stack);
    const ran = await this.up(...words);
    if (ran.code !== 0) throw new Error(`pulumi up exited with ${ran.code}:\n${ran.text}`);
    return ran;
  }

  async outputs<T>(): Promise<T> {
    return JSON.parse(await this.must("stack", "output", "--json")) as T;
  }

  /** Goes on with another release of Ferry: the same package, with a version and an engine file that differ. */
  async upgrade(): Promise<void> {
    const release = join(this.folder, "release");
    await cp(join(repository(), "dist"), join(release, "dist"), { recursive: true });
    await symlink(join(repository(), "node_modules"), join(release, "node_modules"));
    const manifest = JSON.parse(await readFile(join(repository(), "package.json"), "utf8")) as object;
    await writeFile(join(release, "package.json"), JSON.stringify({ ...manifest, version: "99.0.0" }));
    await appendFile(join(release, "dist/providers/engine/engine.js"), "\nexports.release = 99;\n");
    await rm(join(this.folder, "node_modules", "pulumi-ferry"));
    await symlink(release, join(this.folder, "node_modules", "pulumi-ferry"));
    await writeFile(join(this.folder, "Pulumi.yaml"), stringify(projectFile(release)));
  }

  /** A resource as the state has it; a refresh changes it, but not the stack's outputs. */
  async resource(
    name: string,
  ): Promise<{ inputs: Record<string, unknown>; outputs: Record<string, unknown> }> {
    const state = JSON.parse(await this.must("stack", "export")) as Exported;
    const found = state.deployment.resources.find((each) => each.urn.endsWith(`ferry:Service::${name}`));
    if (!found) throw new Error(`no resource of ${name} in the state`);
    return found;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** An `up` that can be interrupted, as by Ctrl-C. */
  begin(): { interrupt(): void; ended: Promise<Ran> } {
    let child: ChildProcess | undefined;
    const argv = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", "lab"];
    const ended = this.spawn(argv, (started) => {
      child = started;
    });
    return { interrupt: () => void child?.kill("SIGINT"), ended };
  }

  private spawn(argv: readonly string[], started?: (child: ChildProcess) => void): Promise<Ran> {
    const options = { cwd: this.folder, env: this.env, maxBuffer: 64 << 20, timeout: 900_000 };
    return new Promise((resolve) => {
      const child = execFile(this.bin, [...argv], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr, text: `${stdout}${stderr}` });
      });
      started?.(child);
    });
  }
}

function projectFile(release: string): unknown {
  return {
    name: "lab",
    runtime: { name: "nodejs", options: { typescript: false } },
    main: join(release, "dist", "program", "index.js"),
    stackConfigDir: "stacks",
  };
}
