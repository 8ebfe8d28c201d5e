import { parseArgs } from "node:util";
import { nearest } from "../../schemas/explain/nearest";
import {
  COMMANDS,
  type CommandDecl,
  type CommandName,
  OPTIONS,
  type OptionDecl,
  type OptionName,
} from "./commands";
import { Trouble } from "./trouble";

export interface Invocation {
  readonly command: CommandName;
  readonly positionals: readonly string[];
  readonly stack?: string;
  readonly stacks?: string;
  readonly json: boolean;
  readonly markdown: boolean;
}

export type Parsed =
  | { readonly ask: "help" }
  | { readonly ask: "version" }
  | ({ readonly ask: "run" } & Invocation);

/** Reads the command line. Throws `Trouble`, with the nearest name, for what is no command or option. */
export function parseCommandLine(args: readonly string[]): Parsed {
  const { tokens, values, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(entries(OPTIONS).map(([name, decl]) => [name, kindOf(decl)])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  for (const option of given) checkOption(option);
  if (given.some((option) => option.name === "help")) return { ask: "help" };
  if (given.some((option) => option.name === "version")) return { ask: "version" };
  const [first, ...rest] = positionals;
  if (first === undefined) throw new Trouble("no command is given", { next: commandsText() });
  const command = commandNamed(first);
  checkFit(command, rest, given);
  const text = (name: "stack" | "stacks") => {
    const value = values[name];
    return typeof value === "string" ? { [name]: value } : {};
  };
  return {
    ask: "run",
    command,
    positionals: rest,
    ...text("stack"),
    ...text("stacks"),
    json: values.json === true,
    markdown: values.markdown === true,
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken): void {
  const decl: OptionDecl | undefined = isOption(name) ? OPTIONS[name] : undefined;
  if (decl === undefined) {
    const meant = nearest(name, Object.keys(OPTIONS));
    throw new Trouble(`there is no option ${rawName}`, {
      next: meant === undefined ? "`ferry --help` lists the options." : `Did you mean --${meant}?`,
    });
  }
  const missing = value === undefined || value === "" || (!inlineValue && value.startsWith("-"));
  if (decl.value !== undefined && missing) {
    throw new Trouble(`${rawName} needs a value`, { next: `Write ${rawName} ${decl.value}.` });
  }
  if (decl.value === undefined && inlineValue) {
    throw new Trouble(`${rawName} takes no value`, { next: `Write ${rawName} alone.` });
  }
}

function commandNamed(word: string): CommandName {
  if (Object.hasOwn(COMMANDS, word)) return word as CommandName;
  const meant = nearest(word, Object.keys(COMMANDS));
  throw new Trouble(`there is no command ${JSON.stringify(word)}`, {
    next: meant === undefined ? commandsText() : `Did you mean \`ferry ${meant}\`?`,
  });
}

function checkFit(command: CommandName, positionals: readonly string[], given: readonly OptionToken[]): void {
  const decl: CommandDecl = COMMANDS[command];
  const alien = given.find((option) => !decl.options.some((name) => name === option.name));
  if (alien) {
    const fit = decl.options.map((name) => `--${name}`).join(", ");
    throw new Trouble(`\`ferry ${command}\` has no option ${alien.rawName}`, { next: `It has ${fit}.` });
  }
  if (positionals.length > decl.most) {
    throw new Trouble(`\`ferry ${command}\` does not take ${JSON.stringify(positionals[decl.most])}`, {
      next: `Write ferry ${[command, decl.arguments].filter(Boolean).join(" ")}.`,
    });
  }
  if (positionals.length < (decl.least ?? 0)) {
    throw new Trouble(`\`ferry ${command}\` needs a ${decl.arguments}`, {
      next: `Write ferry ${command} ${decl.arguments}.`,
    });
  }
  if (given.some((option) => option.name === "json") && given.some((option) => option.name === "markdown")) {
    throw new Trouble("--json and --markdown are both given", { next: "Choose one of them." });
  }
}

function kindOf(decl: OptionDecl): { type: "string" | "boolean"; short?: string } {
  return {
    type: decl.value === undefined ? "boolean" : "string",
    ...(decl.short === undefined ? {} : { short: decl.short }),
  };
}

const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);

const commandsText = (): string => `Commands: ${Object.keys(COMMANDS).join(", ")}. See \`ferry --help\`.`;

function entries(options: Readonly<Record<string, OptionDecl>>): [string, OptionDecl][] {
  return Object.entries(options);
}
