import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { repository } from "../../program/setup/repository";
import type { Lab } from "../lab/lab";
import { PulumiProject, type Ran } from "../lab/moves/pulumi";
import type { Teardown } from "./teardown";

/** A Pulumi project with Ferry in it, for the hosts of a lab. */
export async function ferryProject(teardown: Teardown, lab: Lab): Promise<PulumiProject> {
  const project = await PulumiProject.make(lab.env);
  await teardown.add(() => project.remove());
  return project;
}

/** A Pulumi project of so many dynamic resources that do nothing, brought up: what Pulumi itself takes. */
export async function trivialProject(teardown: Teardown, resources: number): Promise<PulumiProject> {
  const project = await PulumiProject.make({ BENCH_RESOURCES: String(resources) });
  await teardown.add(() => project.remove());
  const file = join(project.folder, "Pulumi.yaml");
  const main = join(repository(), "dist/test/bench/programs/trivial.js");
  await writeFile(file, stringify({ ...parse(await readFile(file, "utf8")), main }));
  await project.must("up", "--yes");
  return project;
}

/** A preview that has to succeed and to say what is expected of it: a fast wrong answer is no figure. */
export async function previewOf(project: PulumiProject, expected: RegExp): Promise<Ran> {
  const ran = await project.preview();
  if (ran.code === 0 && expected.test(ran.text)) return ran;
  throw new Error(`pulumi preview exited with ${ran.code}; expected: ${expected}\n${ran.text}`);
}
