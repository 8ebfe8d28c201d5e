import { existsSync } from "node:fs";
import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../../program/setup/repository";
import { type JavaScriptProject, javaScriptProject } from "../program/javascript-project";

const program = `
const pulumi = require("@pulumi/pulumi");
const { local } = require("@pulumi/command");
const provider = {
  async check(olds, news) { return { inputs: news }; },
  async diff(id, olds, news) { return { changes: olds.text !== news.text }; },
  async create(inputs) { return { id: "1", outs: inputs }; },
  async update(id, olds, news) { return { outs: news }; },
};
class Note extends pulumi.dynamic.Resource { constructor(name, args) { super(provider, name, args); } }
const config = new pulumi.Config();
const text = config.require("text");
if (text === "broken") throw new Error("the program is broken");
const note = new Note("note", { text });
const hook = new local.Command("hook", { create: "true", update: "echo moved to $TO", environment: { TO: text, TOKEN: config.getSecret("token") } },
  { dependsOn: note });
exports.said = hook.stdout;
exports.token = config.getSecret("token");
`;

let { folder, pulumi } = {} as JavaScriptProject;

beforeAll(async () => {
  ({ folder, pulumi } = await javaScriptProject("trivial"));
  await symlink(join(repository(), "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "index.js"), program);
  expect(await pulumi("stack", "init", "test")).toMatchObject({ code: 0 });
  await pulumi("config", "set", "text", "one");
  await pulumi("config", "set", "--secret", "token", "hush-hush");
}, 900_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

// The stand-ins are compiled code; `npm test` builds before it comes here.
const built = existsSync(join(repository(), "dist/test/standin/language/main.js"));

describe.skipIf(!built)("Pulumi as the set-up leaves it", () => {
  it("previews, applies, and finds nothing to do afterwards", { timeout: 300_000 }, async () => {
    const preview = await pulumi("preview");
    expect(preview).toMatchObject({ code: 0, stdout: expect.stringContaining("3 to create") });
    expect(await pulumi("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    expect(await pulumi("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  it("applies a saved plan, and refuses one that no longer fits", { timeout: 300_000 }, async () => {
    await pulumi("config", "set", "text", "two");
    expect(await pulumi("preview", "--save-plan", "plan.json")).toMatchObject({ code: 0 });
    await pulumi("config", "set", "text", "three");
    expect((await pulumi("up", "--yes", "--plan", "plan.json")).code).not.toBe(0);
    await pulumi("config", "set", "text", "two");
    expect(await pulumi("up", "--yes", "--plan", "plan.json")).toMatchObject({ code: 0 });
    expect(JSON.parse((await pulumi("stack", "output", "--json", "--show-secrets")).stdout)).toMatchObject({
      said: "moved to two",
    });
  });

  it("says what a broken program said, and exits with an error", { timeout: 300_000 }, async () => {
    await pulumi("config", "set", "text", "broken");
    const preview = await pulumi("preview");
    expect(preview.code).not.toBe(0);
    expect(preview.stdout).toContain("the program is broken");
    await pulumi("config", "set", "text", "two");
  });

  it("keeps a secret out of the state", { timeout: 300_000 }, async () => {
    const state = join(folder, "backend/.pulumi/stacks/trivial/test.json");
    const text = await readFile(state, "utf8");
    expect(text).toContain("echo moved to");
    expect(text).not.toContain("hush-hush");
  });
});
