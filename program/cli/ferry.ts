import { visibleText } from "../../providers/render/escape";
import { toned } from "../../providers/render/lines";
import { countOf } from "../../providers/render/units";
import { StackFileError } from "../../schemas/file";
import { formatProblem } from "../../schemas/problems";
import { isNodeEnough, NODE_WANTED } from "../node-floor";
import { type Invocation, parseCommandLine } from "./arguments";
import type { CommandName } from "./commands";
import { doctor } from "./doctor";
import { EXIT, type ExitCode } from "./exit-codes";
import { helpText } from "./help";
import { plan } from "./plan";
import { status } from "./status";
import { cancel, pause, resume } from "./steer";
import { Trouble, told, troubleLines } from "./trouble";
import { validate } from "./validate";
import { version } from "./version";
import { print, type World, widthOf } from "./world";

type Run = (invocation: Invocation, world: World) => ExitCode | Promise<ExitCode>;

const RUNS: Readonly<Record<CommandName, Run>> = {
  validate,
  plan,
  status,
  pause,
  resume,
  cancel,
  doctor,
};

/** Does what a command line asks. Never rejects: an error becomes lines on standard error and an exit code. */
export async function ferry(args: readonly string[], world: World): Promise<ExitCode> {
  try {
    const parsed = parseCommandLine(args);
    if (parsed.ask === "help") world.stdout.write(helpText());
    else if (parsed.ask === "version") world.stdout.write(`${version()}\n`);
    else {
      if (parsed.command !== "doctor") refuseOldNode(world.node);
      return await RUNS[parsed.command](parsed, world);
    }
    return EXIT.fine;
  } catch (error) {
    return complain(error, world);
  }
}

/** Doctor runs on any Node.js, to say what is missing. */
function refuseOldNode(version: string): void {
  if (isNodeEnough(version)) return;
  throw new Trouble(`Node.js ${version} runs this; Ferry needs ${NODE_WANTED}`, {
    next: "Install it (https://nodejs.org), or see what else is missing with `ferry doctor`.",
    code: EXIT.missing,
  });
}

function complain(error: unknown, world: World): ExitCode {
  if (error instanceof StackFileError) {
    const problems = error.problems.map((problem) => visibleText(formatProblem(problem)));
    const sum = `ferry: ${countOf(error.problems.length, "problem")} in ${visibleText(error.file)}`;
    print(world.stderr, [...toned(problems), ...toned([sum], "bad")]);
    return EXIT.usage;
  }
  const trouble = told(error);
  print(world.stderr, troubleLines(trouble, widthOf(world.stderr)));
  if (world.env.FERRY_DEBUG && error instanceof Error) world.stderr.write(`${error.stack}\n`);
  return trouble.code;
}
