import { describe, expect, it } from "vitest";
import { parseCommandLine } from "../../../program/cli/arguments";
import { Trouble } from "../../../program/cli/trouble";

function trouble(...args: string[]): string {
  try {
    parseCommandLine(args);
  } catch (error) {
    if (error instanceof Trouble) return `${error.what}. ${error.next}`;
    throw error;
  }
  return "none";
}

describe("the command line", () => {
  it("is a command, its arguments and options in any order", () => {
    expect(parseCommandLine(["--json", "plan", "shop", "--stack=prod", "wiki", "--stacks", "here"])).toEqual({
      ask: "run",
      command: "plan",
      positionals: ["shop", "wiki"],
      stack: "prod",
      stacks: "here",
      json: true,
      markdown: false,
    });
  });

  it("asks for help or the version wherever the option stands, and help wins", () => {
    expect(parseCommandLine(["plan", "-h"])).toEqual({ ask: "help" });
    expect(parseCommandLine(["--version"])).toEqual({ ask: "version" });
    expect(parseCommandLine(["--version", "--help"])).toEqual({ ask: "help" });
  });

  it("takes what follows -- for an argument", () => {
    expect(parseCommandLine(["validate", "--", "--json"])).toMatchObject({
      positionals: ["--json"],
      json: false,
    });
  });

  it.each([
    [["plam"], 'there is no command "plam". Did you mean `ferry plan`?'],
    [
      ["x"],
      'there is no command "x". Commands: validate, plan, status, pause, resume, cancel, doctor. See `ferry --help`.',
    ],
    [
      [],
      "no command is given. Commands: validate, plan, status, pause, resume, cancel, doctor. See `ferry --help`.",
    ],
    [
      ["toString"],
      'there is no command "toString". Commands: validate, plan, status, pause, resume, cancel, doctor. See `ferry --help`.',
    ],
    [["plan", "--jsn"], "there is no option --jsn. Did you mean --json?"],
    [["plan", "--zzzzzz"], "there is no option --zzzzzz. `ferry --help` lists the options."],
    [["plan", "-x"], "there is no option -x. `ferry --help` lists the options."],
    [["plan", "--constructor"], "there is no option --constructor. `ferry --help` lists the options."],
    [["plan", "--stack"], "--stack needs a value. Write --stack NAME."],
    [["plan", "--stack="], "--stack needs a value. Write --stack NAME."],
    [["plan", "--stack", "--json"], "--stack needs a value. Write --stack NAME."],
    [["plan", "--json=yes"], "--json takes no value. Write --json alone."],
    [["status", "--markdown"], "`ferry status` has no option --markdown. It has --stack, --stacks, --json."],
    [["doctor", "shop"], '`ferry doctor` does not take "shop". Write ferry doctor.'],
    [["validate", "a", "b"], '`ferry validate` does not take "b". Write ferry validate [FILE].'],
    [["plan", "--json", "--markdown"], "--json and --markdown are both given. Choose one of them."],
  ])("refuses %j with what to do", (args, text) => expect(trouble(...args)).toBe(text));
});
