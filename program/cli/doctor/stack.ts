import type { Check } from "../../../providers/model/service";
import { countOf } from "../../../providers/render/units";
import { StackFileError } from "../../../schemas/file";
import type { Stack } from "../../../schemas/normal";
import { formatProblem } from "../../../schemas/problems";
import { chosenStackFile, readStack, type StackChoice } from "../stack-file";
import { Trouble } from "../trouble";

export interface Examined {
  readonly check: Check;
  /** Undefined where there is no sound stack file: then no host is known either. */
  readonly stack?: Stack;
}

/** The state of the stack file as a check; its mistakes are no reason not to look at the rest. */
export function examinedStack(choice: StackChoice, env: NodeJS.ProcessEnv): Examined {
  const name = "stack file";
  try {
    const { file } = chosenStackFile(choice, env);
    const stack = readStack(file);
    return { stack, check: { name, outcome: "pass", text: `${file} is sound` } };
  } catch (error) {
    if (error instanceof StackFileError) return { check: { name, outcome: "fail", ...mistakes(error) } };
    if (!(error instanceof Trouble)) throw error;
    return { check: { name, outcome: "fail", text: error.what, remedy: error.next } };
  }
}

function mistakes({ file, problems }: StackFileError): { text: string; remedy: string } {
  const [first] = problems;
  const example = first === undefined ? "" : `, the first: ${formatProblem(first)}`;
  return {
    text: `${countOf(problems.length, "problem")} in ${file}${example}`,
    remedy: `\`ferry validate ${file}\` lists them all.`,
  };
}
