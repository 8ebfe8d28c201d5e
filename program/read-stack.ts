import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseStack } from "../schemas/load";
import type { Stack } from "../schemas/normal";
import { formatProblem } from "../schemas/problems";
import { stackNames } from "./stack-names";

/** The stack file is missing or has mistakes; the message is for people, and needs no stack trace. */
export class StackUnusable extends Error {
  override readonly name = "StackUnusable";
}

/**
 * Reads `<folder>/<stack>.yaml`. Messages name the file as seen from `root`, the folder of Pulumi.yaml. Throws
 * `StackUnusable` with all that is wrong, a line each.
 */
export function readStack(root: string, folder: string, stack: string): Stack {
  const file = join(folder, `${stack}.yaml`);
  const shown = relative(root, file);
  const parsed = parseStack(contentOf(file, shown, folder), shown);
  if (parsed.ok) return parsed.stack;
  const lines = parsed.problems.map((problem) => `  ${formatProblem(problem)}`);
  throw new StackUnusable(`The stack file has mistakes.\n${lines.join("\n")}`);
}

function contentOf(file: string, shown: string, folder: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT")
      throw new StackUnusable(`${shown} cannot be read: ${(cause as Error).message}`, { cause });
    throw new StackUnusable(`This stack has no file ${shown}. ${remedy(folder)}`, { cause });
  }
}

function remedy(folder: string): string {
  const there = stacksIn(folder);
  const others = there.length === 0 ? "" : `, or select a stack that has one (${there.join(", ")})`;
  return `Write it (schemas/example.yaml shows every key)${others}.`;
}

function stacksIn(folder: string): string[] {
  try {
    return stackNames(folder);
  } catch {
    return [];
  }
}
