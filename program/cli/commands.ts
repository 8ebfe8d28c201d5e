/** The command line, declared once: parsing, help and the documentation's test read it from here. */

export interface OptionDecl {
  /** The word for the value in help; absent for a switch. */
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
}

export const OPTIONS = {
  stack: {
    value: "NAME",
    help: "the stack; default: PULUMI_STACK, else the only one in the folder",
  },
  stacks: { value: "DIR", help: "the folder of stack files; default: FERRY_STACKS, else stacks" },
  json: { help: "print one JSON document, and nothing else" },
  markdown: { help: "print a comment for a pull request" },
  help: { short: "h", help: "print this" },
  version: { help: "print the version" },
} as const satisfies Record<string, OptionDecl>;

export type OptionName = keyof typeof OPTIONS;

export interface CommandDecl {
  /** The word for its arguments in help. */
  readonly arguments?: string;
  readonly least?: number;
  readonly most: number;
  readonly options: readonly OptionName[];
  readonly help: string;
}

export const COMMANDS = {
  validate: {
    arguments: "[FILE]",
    most: 1,
    options: ["stack", "stacks", "json"],
    help: "check a stack file; no host is asked",
  },
  plan: {
    arguments: "[SERVICE...]",
    most: Number.POSITIVE_INFINITY,
    options: ["stack", "stacks", "json", "markdown"],
    help: "show what `pulumi up` would do; nothing is written on any host",
  },
  status: {
    arguments: "[SERVICE...]",
    most: Number.POSITIVE_INFINITY,
    options: ["stack", "stacks", "json"],
    help: "show where services are, retained copies and moves in flight",
  },
  pause: {
    arguments: "SERVICE",
    least: 1,
    most: 1,
    options: ["stack", "stacks"],
    help: "stop a move before the service is stopped; keep what has arrived",
  },
  resume: {
    arguments: "SERVICE",
    least: 1,
    most: 1,
    options: ["stack", "stacks"],
    help: "let the next `pulumi up` go on with a paused move",
  },
  cancel: {
    arguments: "SERVICE",
    least: 1,
    most: 1,
    options: ["stack", "stacks"],
    help: "put a move back, or take away what a paused one has left",
  },
  doctor: {
    most: 0,
    options: ["stack", "stacks", "json"],
    help: "show what is missing here and on the hosts, and how to get it",
  },
} as const satisfies Record<string, CommandDecl>;

export type CommandName = keyof typeof COMMANDS;
