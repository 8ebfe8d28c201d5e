import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chosenStackFile, readStack } from "../../../program/cli/stack-file";
import { Trouble } from "../../../program/cli/trouble";
import { madeFolder, STACK } from "./made-world";

const chosen = (stacks: string, more: { stack?: string; env?: NodeJS.ProcessEnv } = {}) =>
  chosenStackFile({ stacks, ...(more.stack === undefined ? {} : { stack: more.stack }) }, more.env ?? {});

function trouble(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Trouble) return `${error.what}. ${error.next}`;
    throw error;
  }
  return "none";
}

describe("the stack file", () => {
  it("is the only one of the folder, Pulumi's own configuration aside", () => {
    const folder = madeFolder({
      "prod.yaml": STACK,
      "Pulumi.prod.yaml": "",
      "notes.txt": "",
      ".old.yaml": "",
    });
    expect(chosen(folder)).toEqual({ name: "prod", file: join(folder, "prod.yaml") });
  });

  it("is the one that --stack names, before PULUMI_STACK, whose last part counts", () => {
    const folder = madeFolder({ "prod.yaml": STACK, "test.yaml": STACK });
    expect(chosen(folder, { env: { PULUMI_STACK: "acme/web/test" } }).name).toBe("test");
    expect(chosen(folder, { stack: "prod", env: { PULUMI_STACK: "test" } }).name).toBe("prod");
  });

  it("is looked for in --stacks, before FERRY_STACKS", () => {
    const [one, other] = [madeFolder({ "one.yaml": STACK }), madeFolder({ "other.yaml": STACK })];
    expect(chosenStackFile({}, { FERRY_STACKS: one }).name).toBe("one");
    expect(chosenStackFile({ stacks: other }, { FERRY_STACKS: one }).name).toBe("other");
  });

  it("has to be chosen where there are several", () => {
    const folder = madeFolder({ "prod.yaml": STACK, "test.yaml": STACK });
    expect(trouble(() => chosen(folder))).toBe(
      `${folder} has 2 stacks: prod, test. Choose one with --stack NAME, or set PULUMI_STACK.`,
    );
  });

  it("is suggested where its name is nearly right, and never taken from outside of the folder", () => {
    const folder = madeFolder({ "prod.yaml": STACK });
    expect(trouble(() => chosen(folder, { stack: "prd" }))).toMatch(
      /there is no stack "prd".* Did you mean prod\?$/,
    );
    expect(trouble(() => chosen(folder, { stack: "../stacks/prod" }))).toMatch(/there is no stack/);
  });

  it("is said to be missing, unreadable or no file at all", () => {
    const folder = madeFolder({});
    expect(trouble(() => chosen(folder))).toMatch(/^there is no stack file in .* Write .*prod\.yaml/);
    expect(trouble(() => chosen(folder, { stack: "prod" }))).toMatch(/^there is no stack file/);
    expect(trouble(() => chosen(join(folder, "none")))).toMatch(/none cannot be read: it is not there/);
    expect(trouble(() => readStack(folder))).toMatch(/cannot be read: it is a directory/);
  });
});
