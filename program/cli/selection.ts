import { nearest } from "../../schemas/explain/nearest";
import type { ServiceSpec, Stack } from "../../schemas/normal";
import type { Invocation } from "./arguments";
import { chosenStackFile, readStack, type StackFile } from "./stack-file";
import { Trouble } from "./trouble";

export interface Selected extends StackFile {
  readonly stack: Stack;
  /** Those named on the command line, or all, in the order of the file. */
  readonly services: readonly ServiceSpec[];
}

/** The stack and the services that the command line means. Throws `Trouble` for a name that is not there. */
export function selected(invocation: Invocation, env: NodeJS.ProcessEnv): Selected {
  const chosen = chosenStackFile(invocation, env);
  const stack = readStack(chosen.file);
  const names = new Set(invocation.positionals);
  for (const name of names)
    if (!Object.hasOwn(stack.services, name)) throw unknownService(name, chosen.file, stack);
  const all = Object.values(stack.services);
  return { ...chosen, stack, services: names.size === 0 ? all : all.filter((each) => names.has(each.name)) };
}

function unknownService(name: string, file: string, stack: Stack): Trouble {
  const names = Object.keys(stack.services);
  const meant = nearest(name, names);
  return new Trouble(`no service is named ${JSON.stringify(name)}`, {
    where: file,
    next: meant === undefined ? `Services: ${names.join(", ")}.` : `Did you mean ${meant}?`,
  });
}
