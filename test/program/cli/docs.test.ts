import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseCommandLine } from "../../../program/cli/arguments";
import { EXIT_MEANINGS } from "../../../program/cli/exit-codes";
import { helpText } from "../../../program/cli/help";
import { renderMarkdown } from "../../../providers/render/markdown";

const ROOT = resolve(__dirname, "../../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

describe("docs/cli.md", () => {
  it("has the help as ferry prints it", () => {
    expect(read("docs/cli.md")).toContain(`\`\`\`text\n${helpText().trimEnd()}\n\`\`\`\n`);
  });

  it("has every exit code with its meaning", () => {
    const rows = EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |\n`).join("");
    expect(read("docs/cli.md")).toContain(`| code | meaning |\n| --- | --- |\n${rows}`);
  });
});

describe("docs/ci.md", () => {
  const workflow = /^```yaml\n([\s\S]*?)^```$/m.exec(read("docs/ci.md"))?.[1] ?? "";

  it("has a workflow that is YAML, and calls ferry as it can be called", () => {
    const steps: { run?: string }[] = parse(workflow).jobs.prod.steps;
    const calls = steps.flatMap(({ run }) =>
      [...(run ?? "").matchAll(/npx ferry ([^>|\n]*)/g)].map(([, args = ""]) => args),
    );
    expect(calls.map((args) => parseCommandLine(args.trim().split(" ")))).toMatchObject([
      { ask: "run", command: "plan", stack: "prod", markdown: true },
    ]);
  });

  it("looks for the line that a comment of ferry begins with", () => {
    const [first = ""] = renderMarkdown([], { stack: "prod" }).split("\n");
    expect(workflow).toContain(`startswith("${first}")`);
  });
});

describe("the change log", () => {
  const folder = join(ROOT, "changelog/unreleased");

  it.each(readdirSync(folder))("%s begins with its kind and a title", (file) => {
    expect(readFileSync(join(folder, file), "utf8")).toMatch(
      /^(?:Bugfix|Change|Enhancement|Security): [A-Z].*[^.]\n\n./,
    );
  });
});

describe("the documents", () => {
  const documents = [
    "docs/README.md",
    "docs/cli.md",
    "docs/stack-file.md",
    "docs/ci.md",
    "changelog/README.md",
    ".github/CONTRIBUTING.md",
  ];

  it.each(documents)("%s links only to what is there", (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = ""]) => link);
    const dead = links.filter((link) => !existsSync(join(ROOT, dirname(file), link)));
    expect(dead).toEqual([]);
  });
});
