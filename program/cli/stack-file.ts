import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "../../schemas/explain/nearest";
import { StackFileError } from "../../schemas/file";
import { parseStack } from "../../schemas/load";
import type { Stack } from "../../schemas/normal";
import { stackNames } from "../stack-names";
import { Trouble } from "./trouble";

export interface StackChoice {
  readonly stack?: string;
  readonly stacks?: string;
}

export interface StackFile {
  /** "prod". */
  readonly name: string;
  /** "stacks/prod.yaml", as messages name it. */
  readonly file: string;
}

/**
 * The stack file that the options and the environment choose: `--stack`, else PULUMI_STACK, else the only one.
 * Throws `Trouble` where none or more than one could be meant.
 */
export function chosenStackFile(choice: StackChoice, env: NodeJS.ProcessEnv): StackFile {
  const folder = choice.stacks ?? (env.FERRY_STACKS || "stacks");
  const names = attempt(folder, () => stackNames(folder));
  // Pulumi writes the whole name of a stack as organisation/project/stack.
  const wanted = choice.stack ?? (env.PULUMI_STACK?.split("/").at(-1) || undefined);
  if (wanted !== undefined && !names.includes(wanted)) throw unknownStack(wanted, folder, names);
  const [only, other] = names;
  const name = wanted ?? (other === undefined ? only : undefined);
  if (name !== undefined) return { name, file: join(folder, `${name}.yaml`) };
  if (only === undefined) throw noStacks(folder);
  throw new Trouble(`${folder} has ${names.length} stacks: ${names.join(", ")}`, {
    next: "Choose one with --stack NAME, or set PULUMI_STACK.",
  });
}

/** Reads and checks a stack file. Throws `StackFileError` with every problem, or `Trouble` where it is unreadable. */
export function readStack(file: string): Stack {
  const parsed = parseStack(
    attempt(file, () => readFileSync(file)),
    file,
  );
  if (!parsed.ok) throw new StackFileError(file, parsed.problems);
  return parsed.stack;
}

function unknownStack(name: string, folder: string, names: readonly string[]): Trouble {
  if (names.length === 0) return noStacks(folder);
  const meant = nearest(name, names);
  return new Trouble(`there is no stack ${JSON.stringify(name)} in ${folder}`, {
    next: meant === undefined ? `Stacks: ${names.join(", ")}.` : `Did you mean ${meant}?`,
  });
}

function noStacks(folder: string): Trouble {
  return new Trouble(`there is no stack file in ${folder}`, {
    next: `Write ${join(folder, "prod.yaml")}, or choose another folder with --stacks DIR. docs/stack-file.md shows every key.`,
  });
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  ENOTDIR: "it is no directory",
  EISDIR: "it is a directory",
  EACCES: "you may not read it",
};

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new Trouble(`${path} cannot be read: ${CAUSES[code] ?? String(error)}`, {
      next: "Give a stack file, run ferry in the project's directory, or name the folder with --stacks DIR.",
    });
  }
}
