import { readFileSync } from "node:fs";
import { parseStack } from "./load";
import type { Stack } from "./normal";
import { formatProblem, type Problem } from "./problems";

/** A stack file that cannot be used, with every problem found in it. */
export class StackFileError extends Error {
  override readonly name = "StackFileError";
  constructor(
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    super(problems.map(formatProblem).join("\n"));
  }
}

/**
 * Reads a stack file. Returns the frozen declaration with every default filled in; throws `StackFileError`
 * with file, line and column of everything that is wrong, or the file system's error where it cannot be read.
 */
export function loadStack(file: string): Stack {
  const parsed = parseStack(readFileSync(file), file);
  if (!parsed.ok) throw new StackFileError(file, parsed.problems);
  return parsed.stack;
}
