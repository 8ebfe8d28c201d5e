import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePulumi, pulumiEnvironment } from "../../program/setup/pulumi";
import { type Finished, run } from "../../program/setup/spawn";

export interface JavaScriptProject {
  readonly folder: string;
  readonly pulumi: (...words: string[]) => Promise<Finished>;
}

/** A JavaScript project called `name`, in a temporary folder that the caller removes, with a Pulumi home and backend of its own. */
export async function javaScriptProject(name: string): Promise<JavaScriptProject> {
  const folder = await mkdtemp(join(tmpdir(), `ferry-${name}-`));
  await mkdir(join(folder, "backend"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  const runtime = "runtime: { name: nodejs, options: { typescript: false } }";
  await writeFile(join(folder, "Pulumi.yaml"), `name: ${name}\n${runtime}\nmain: index.js\n`);
  const found = await ensurePulumi();
  const env = pulumiEnvironment(found, {
    ...process.env,
    PULUMI_HOME: join(folder, "home"),
    XDG_STATE_HOME: join(folder, "state"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: name,
    NO_COLOR: "1",
  });
  const pulumi = (...words: string[]): Promise<Finished> =>
    run([found.bin, ...words, "--non-interactive"], { cwd: folder, env, within: 240_000 });
  return { folder, pulumi };
}
