import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const directory = join(__dirname, "corpus");

/** The names of the sample projects. */
export const corpus: readonly string[] = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

export const corpusFile = (name: string, file: string): string => join(directory, name, file);

/** What Compose 2.40.3 printed for a sample that lies in /srv/NAME. */
export const recordedConfig = (name: string): string =>
  readFileSync(corpusFile(name, "config.golden.json"), "utf8");

const cache =
  process.env.FERRY_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "ferry");

/** The Compose that the recordings were made with, where this machine has it (the lab builds it). */
export const composeBinary: string | undefined = [join(cache, "compose-2.40.3", "docker-compose")].find(
  existsSync,
);

/** What the real Compose prints for a sample, as if it lay in /srv/NAME. */
export function realConfig(binary: string, name: string): string {
  const place = mkdtempSync(join(tmpdir(), "corpus-"));
  const link = join(place, name);
  try {
    symlinkSync(join(directory, name), link);
    const args = ["--project-directory", link, "config", "--format", "json"];
    // `~` was root's when the recordings were made.
    const env = { ...process.env, HOME: "/root" };
    const text = execFileSync(binary, args, {
      cwd: link,
      env,
      stdio: ["ignore", "pipe", "ignore"],
    }).toString();
    return `${text.trim().replaceAll(link, `/srv/${name}`).replaceAll(join(directory, name), `/srv/${name}`)}\n`;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
