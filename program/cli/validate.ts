import { visibleText } from "../../providers/render/escape";
import { renderJson } from "../../providers/render/json";
import { countOf } from "../../providers/render/units";
import { StackFileError } from "../../schemas/file";
import type { Stack } from "../../schemas/normal";
import type { Invocation } from "./arguments";
import { EXIT, type ExitCode } from "./exit-codes";
import { chosenStackFile, readStack } from "./stack-file";
import { Trouble } from "./trouble";
import { print, type World } from "./world";

/** `ferry validate`: says that a stack file is sound, or everything that is wrong with it. */
export function validate(invocation: Invocation, world: World): ExitCode {
  const file = fileOf(invocation, world.env);
  if (!invocation.json) {
    print(world.stdout, [{ text: visibleText(`${file}: sound: ${contents(readStack(file))}`) }]);
    return EXIT.fine;
  }
  const problems = problemsOf(file);
  world.stdout.write(`${renderJson({ version: 1, file, sound: problems.length === 0, problems })}\n`);
  return problems.length === 0 ? EXIT.fine : EXIT.usage;
}

function fileOf(invocation: Invocation, env: NodeJS.ProcessEnv): string {
  const [file] = invocation.positionals;
  if (file === undefined) return chosenStackFile(invocation, env).file;
  if (invocation.stack !== undefined || invocation.stacks !== undefined) {
    throw new Trouble("a file and a stack are both given", { next: "Write `ferry validate FILE` alone." });
  }
  return file;
}

function contents(stack: Stack): string {
  const count = (of: object) => Object.keys(of).length;
  return [
    countOf(count(stack.hosts), "host"),
    countOf(count(stack.proxies), "proxy", "proxies"),
    countOf(count(stack.services), "service"),
  ].join(", ");
}

function problemsOf(file: string): StackFileError["problems"] {
  try {
    readStack(file);
    return [];
  } catch (error) {
    if (error instanceof StackFileError) return error.problems;
    throw error;
  }
}
