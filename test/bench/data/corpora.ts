import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../../program/setup/repository";
import { must } from "../../../program/setup/spawn";
import type { LabHost } from "../../lab/host";

const SEED = "20261";

/** What a change of 1 % wrote. */
export interface Changed {
  readonly files: number;
  readonly bytes: number;
}

/** A tree of files that is the same wherever and whenever it is made. */
export interface Corpus {
  readonly name: string;
  /** The largest ratio to the best peer that is good enough for a first copy. */
  readonly coldGoal: number;
  /** Whether it has parts that several programs can copy side by side. */
  readonly divides: boolean;
  /** Makes it on a host, at a path that is not there yet. */
  make(host: LabHost, path: string, scale: number): Promise<void>;
  /** Changes 1 % of it, another 1 % for each number. */
  change(host: LabHost, path: string, round: number, scale: number): Promise<Changed>;
}

/** 0.2 to 8 kB each for the most part. `nested`: a quarter of them lies in `first/first`, half of them in `first`. */
export function smallFiles(name: string, files: number, nested = false): Corpus {
  return {
    name,
    coldGoal: 0.75,
    divides: true,
    async make(host, path, scale) {
      const words = [path, SEED, String(Math.round(files * scale)), ...(nested ? ["nested"] : [])];
      await python(host, "small.py", words);
    },
    change: async (host, path, round) => changed(await python(host, "change.py", [path, SEED, `${round}`])),
  };
}

const mixed: Corpus = {
  name: "mixed-10g",
  coldGoal: 1,
  divides: true,
  async make(host, path, scale) {
    await python(host, "mixed.py", [path, SEED, `${scale}`]);
  },
  change: async (host, path, round) =>
    changed(await python(host, "change.py", [path, SEED, `${round}`, "large"])),
};

const database: Corpus = {
  name: "database-20g",
  coldGoal: 1,
  divides: false,
  async make(host, path, scale) {
    await python(host, "database.py", ["make", path, SEED, `${scale}`]);
  },
  change: async (host, path, round, scale) =>
    changed(await python(host, "database.py", ["change", path, SEED, `${scale}`, `${round}`])),
};

const git: Corpus = {
  name: "git",
  coldGoal: 0.75,
  divides: true,
  make: makeRepositories,
  change: async (host, path, round) => changed(await python(host, "change.py", [path, SEED, `${round}`])),
};

/** The shortest first. */
export const corpora: readonly Corpus[] = [
  smallFiles("small-100k", 100_000),
  git,
  database,
  mixed,
  smallFiles("small-1m", 1_000_000),
];

/** Makes files of random bytes on a host; gives how many bytes there are. */
export async function makeNoise(host: LabHost, path: string, files: number, each: number): Promise<number> {
  await python(host, "noise.py", [path, SEED, `${files}`, `${each}`]);
  return files * each;
}

async function python(host: LabHost, program: string, words: readonly string[]): Promise<string> {
  return host.must(`python3 - ${words.join(" ")}`, { stdin: await programText(program) });
}

/** The lab's hosts have no git: the repositories are made on this machine and copied in. */
async function makeRepositories(host: LabHost, path: string, scale: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ferry-repositories-"));
  try {
    const made = join(folder, "tree");
    await must(["python3", "-", made, SEED, `${scale}`], { stdin: await programText("repositories.py") });
    const pipe =
      'made=$1 path=$2; shift 2; tar -C "$made" -c . | "$@" sh -c \'mkdir "$0" && tar -C "$0" -xp\' "$path"';
    await must(["sh", "-c", pipe, "sh", made, path, ...host.inside()]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The programs are sent to the host by standard input, with what they share before them. */
export async function programText(program: string): Promise<string> {
  const read = (name: string) => readFile(join(repository(), "test/bench/data/corpora", name), "utf8");
  return `${await read("common.py")}\n${await read(program)}`;
}

function changed(said: string): Changed {
  const [, files, bytes] = /^(\d+) (\d+)\n$/.exec(said) ?? [];
  if (bytes === undefined) throw new SyntaxError(`not files and bytes: ${said}`);
  return { files: Number(files), bytes: Number(bytes) };
}
