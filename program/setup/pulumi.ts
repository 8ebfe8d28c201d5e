import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { cacheDirectory } from "./cache";
import { buildGo, type GoProgram } from "./go-build";
import { must, run } from "./spawn";
import { standInDirectory } from "./stand-ins";

export const pulumiVersion = "3.259.0";

export interface PulumiInstallation {
  readonly bin: string;
  /** True where the official Node.js language host is there; otherwise a stand-in serves. */
  readonly languageHost: boolean;
  /** Directories to put before PATH when running `bin`. */
  readonly pathPrefix: readonly string[];
}

const source: GoProgram = {
  title: `the Pulumi CLI ${pulumiVersion}`,
  require: [
    `github.com/pulumi/pulumi/pkg/v3 v${pulumiVersion}`,
    `github.com/pulumi/pulumi/sdk/v3 v${pulumiVersion}`,
  ],
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  version: `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`,
  go: "1.25",
};

/**
 * Finds the Pulumi CLI, or gets it by the first way that works: PATH, Ferry's cache, the official download, a
 * build from the Go module proxy. Silent where it is there; otherwise `progress` hears what takes long. Throws,
 * saying what to do, where no way is open.
 */
export async function ensurePulumi(
  progress: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<PulumiInstallation> {
  const bin = (await onPath()) ?? (await inCache(progress));
  const here = dirname(bin);
  const languageHost =
    (await reachable(join(here, "pulumi-language-nodejs"))) || (await anywhere("pulumi-language-nodejs"));
  if (languageHost) return { bin, languageHost, pathPrefix: [here] };
  return { bin, languageHost, pathPrefix: [here, await standInDirectory()] };
}

/** The environment in which the installation's parts find each other. */
export function pulumiEnvironment(
  pulumi: PulumiInstallation,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    ...base,
    PATH: [...pulumi.pathPrefix, base.PATH ?? ""].join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

async function onPath(): Promise<string | undefined> {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    const bin = join(directory, "pulumi");
    if ((await reachable(bin)) && (await suits(bin))) return bin;
  }
  return undefined;
}

/** The SDK in node_modules is of `pulumiVersion`; an engine of the same major version and not older serves it. */
async function suits(bin: string): Promise<boolean> {
  const said = await run([bin, "version"], { within: 20_000 }).catch(() => undefined);
  const found = /^v?(\d+)\.(\d+)\.\d+/.exec(said?.stdout.trim() ?? "");
  const [major, minor] = pulumiVersion.split(".").map(Number);
  return Number(found?.[1]) === major && Number(found?.[2]) >= (minor ?? 0);
}

async function inCache(progress: (line: string) => void): Promise<string> {
  const directory = join(cacheDirectory(), `pulumi-${pulumiVersion}`);
  const bin = join(directory, "pulumi");
  if (await reachable(bin)) return bin;
  const refused = await download(directory, progress);
  if (refused === undefined) return bin;
  progress(
    `${source.title} could not be downloaded (${refused}); building it from the Go module proxy instead`,
  );
  await buildGo(source, bin, progress);
  return bin;
}

/** Gets the official archive, which holds the language host too. Returns why it could not be had, or undefined. */
async function download(directory: string, progress: (line: string) => void): Promise<string | undefined> {
  const system = { linux: "linux", darwin: "darwin" }[process.platform as string];
  const machine = { x64: "x64", arm64: "arm64" }[process.arch as string];
  if (!system || !machine) return `there is no archive for ${process.platform}-${process.arch}`;
  const url = `https://get.pulumi.com/releases/sdk/pulumi-v${pulumiVersion}-${system}-${machine}.tar.gz`;
  const near = `${directory}.${process.pid}.part`;
  progress(`getting ${source.title} from ${new URL(url).host}`);
  try {
    await mkdir(near, { recursive: true });
    await fetchArchive(url, join(near, "archive.tar.gz"));
    await must(["tar", "-xzf", join(near, "archive.tar.gz"), "-C", near, "--strip-components=1"]);
    await rm(join(near, "archive.tar.gz"));
    if (!(await suits(join(near, "pulumi")))) return "the archive does not hold a CLI that runs here";
    await rm(directory, { recursive: true, force: true });
    await rename(near, directory);
    return undefined;
  } catch (error) {
    return because(error);
  } finally {
    await rm(near, { recursive: true, force: true });
  }
}

async function fetchArchive(url: string, file: string): Promise<void> {
  // Ten seconds for an answer tell a closed network from a slow one; the archive itself has 150 MB.
  const waiting = new AbortController();
  const patience = setTimeout(() => waiting.abort(new Error("no answer within 10 s")), 10_000);
  const response = await fetch(url, {
    signal: AbortSignal.any([waiting.signal, AbortSignal.timeout(600_000)]),
  });
  clearTimeout(patience);
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
  await writeFile(file, response.body);
}

function because(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function anywhere(program: string): Promise<boolean> {
  const directories = (process.env.PATH ?? "").split(delimiter);
  return (await Promise.all(directories.map((directory) => reachable(join(directory, program))))).includes(
    true,
  );
}

async function reachable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
