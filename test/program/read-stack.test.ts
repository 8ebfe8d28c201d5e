import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStack, StackUnusable } from "../../program/read-stack";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ferry-read-"));
  folder = join(root, "stacks");
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

const SOUND = "hosts: { a: { ssh: root@a } }\nservices: {}\n";

function said(stack: string): string {
  try {
    readStack(root, folder, stack);
  } catch (error) {
    if (error instanceof StackUnusable) return error.message;
    throw error;
  }
  return "";
}

describe("the stack file of a Pulumi stack", () => {
  it("is read with every default filled in", () => {
    writeFileSync(join(folder, "prod.yaml"), SOUND);
    expect(readStack(root, folder, "prod")).toMatchObject({ hosts: { a: { ssh: "root@a" } }, proxies: {} });
  });

  it("is shown with all its mistakes, by the path from the project's folder", () => {
    writeFileSync(join(folder, "prod.yaml"), "hosts: { a: { ssh: root@a, sudo: yes } }\nservices: []\n");
    expect(said("prod")).toMatch(
      /^The stack file has mistakes\.\n {2}stacks\/prod\.yaml:1:28: .*\n {2}stacks\/prod\.yaml:2:11: /,
    );
  });

  it("is named where it is missing, with those that are there", () => {
    writeFileSync(join(folder, "prod.yaml"), SOUND);
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "config: {}\n");
    expect(said("dev")).toBe(
      "This stack has no file stacks/dev.yaml. Write it (schemas/example.yaml shows every key), or select a stack that has one (prod).",
    );
    rmSync(folder, { recursive: true });
    expect(said("dev")).toMatch(
      /no file stacks\/dev\.yaml\. Write it \(schemas\/example\.yaml shows every key\)\.$/,
    );
  });

  it("is named where it cannot be read", () => {
    mkdirSync(join(folder, "prod.yaml"));
    expect(said("prod")).toMatch(/^stacks\/prod\.yaml cannot be read: EISDIR/);
  });
});
