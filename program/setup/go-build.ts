import { access, chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { must, run } from "./spawn";

/** A program that is built from the Go module proxy where no download of it can be reached. */
export interface GoProgram {
  /** For messages: "the Pulumi CLI 3.259.0". */
  readonly title: string;
  /** Modules with exact versions; the proxy may refuse "latest" and version lists. */
  readonly require: readonly string[];
  readonly package: string;
  /** The linker's `-X` setting that gives the program its version. */
  readonly version: string;
  /** The `go` line of the module: what its dependencies ask for at least. */
  readonly go: string;
}

/**
 * Builds a Go program to `out` (kept by the caller's cache); does nothing where `out` is there already.
 * Takes minutes, so `progress` hears a line as each part begins. Throws, saying what to do, without `go`.
 */
export async function buildGo(
  program: GoProgram,
  out: string,
  progress: (line: string) => void,
): Promise<void> {
  if (await exists(out)) return;
  await needGo(program);
  const work = await mkdtemp(join(tmpdir(), "ferry-go-"));
  const began = Date.now();
  try {
    await writeFile(join(work, "go.mod"), moduleFile(program));
    progress(`${program.title}: fetching its Go modules`);
    await must(["go", "mod", "tidy"], { cwd: work, env: goEnv() });
    progress(`${program.title}: compiling, which takes about 2 to 5 minutes, once`);
    await ticking(progress, program.title, began, () => compile(program, work));
    await mkdir(dirname(out), { recursive: true });
    await place(join(work, "built"), out);
    progress(`${program.title}: built in ${seconds(began)}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function compile(program: GoProgram, work: string): Promise<string> {
  const flags = `-s -w -X ${program.version}`;
  return must(["go", "build", "-trimpath", "-ldflags", flags, "-o", "built", program.package], {
    cwd: work,
    env: goEnv(),
  });
}

/** Rename within the cache is atomic, so another run never sees half a binary. */
async function place(from: string, to: string): Promise<void> {
  const near = `${to}.${process.pid}.part`;
  await must(["cp", from, near]);
  await chmod(near, 0o755);
  await rename(near, to);
}

async function needGo(program: GoProgram): Promise<void> {
  const go = await run(["go", "version"]).catch(() => undefined);
  if (go?.code === 0) return;
  throw new Error(
    `${program.title} is neither installed nor could it be downloaded, and there is no Go to build it with. ` +
      "Install it and put it on PATH, or install Go 1.25 or later (https://go.dev/dl) and run this again.",
  );
}

function moduleFile(program: GoProgram): string {
  const require = program.require.map((line) => `\t${line}\n`).join("");
  return `module ferry.invalid/build\n\ngo ${program.go}\n\ntool ${program.package}\n\nrequire (\n${require})\n`;
}

function goEnv(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" };
}

async function ticking<T>(
  progress: (line: string) => void,
  title: string,
  began: number,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => progress(`${title}: still compiling after ${seconds(began)}`), 30_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function seconds(began: number): string {
  return `${Math.round((Date.now() - began) / 1000)} s`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
