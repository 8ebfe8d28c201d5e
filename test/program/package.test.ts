import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { repository } from "../../program/setup/repository";
import { run } from "../../program/setup/spawn";
import { type JavaScriptProject, javaScriptProject } from "./javascript-project";
import { openShop, shopOn } from "./local-shop";

/** The program that the README shows, which is what a reader will try. */
const readme = readFileSync(join(repository(), "README.md"), "utf8");
const program = /```ts\n(import \{ Service[\s\S]*?)```/.exec(readme)?.[1] ?? "";

const stackOn = (host: string): string => stringify(shopOn(folder, host));

let { folder, pulumi } = {} as JavaScriptProject;

beforeAll(async () => {
  ({ folder, pulumi } = await javaScriptProject("theirs"));
  for (const each of ["stacks", "node_modules"]) await mkdir(join(folder, each));
  await symlink(repository(), join(folder, "node_modules/pulumi-ferry"));
  await symlink(join(repository(), "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
  await writeFile(join(folder, "index.ts"), program);
  await openShop(folder);
}, 900_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

// The package's entry points are compiled code; `npm test` builds before it comes here.
const built = existsSync(join(repository(), "dist/providers/index.js"));

describe.skipIf(!built)("an existing Pulumi program that imports the package", () => {
  it("is typed: the program of the README compiles strictly", { timeout: 120_000 }, async () => {
    const tsc = join(repository(), "node_modules/typescript/bin/tsc");
    const options = ["--strict", "--module", "node16", "--target", "es2023", "--skipLibCheck"];
    const compiled = await run([process.execPath, tsc, ...options, "index.ts"], {
      cwd: folder,
      within: 100_000,
    });
    expect(compiled.stdout).toBe("");
    expect(compiled.code).toBe(0);
  });

  it("adopts a service where it runs, and moves it when its line changes", { timeout: 300_000 }, async () => {
    await writeFile(join(folder, "stacks/prod.yaml"), stackOn("alpha"));
    expect(await pulumi("stack", "init", "prod")).toMatchObject({ code: 0 });
    expect(await pulumi("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    await writeFile(join(folder, "stacks/prod.yaml"), stackOn("beta"));
    const preview = await pulumi("preview");
    expect(preview, preview.stdout).toMatchObject({ code: 0 });
    expect(preview.stdout).toMatch(/shop\s+alpha -> beta/);
    expect(await pulumi("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    const running = (host: string): boolean => existsSync(join(folder, host, "srv/shop/running"));
    expect([running("alpha"), running("beta")]).toEqual([false, true]);
  });
});
