import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { gently } from "../../../providers/commands/gentle";
import { type Command, command, script } from "../../../providers/model/command";
import { title } from "../../../providers/model/procedure";

function output({ argv: [program = "", ...args] }: Command, env: NodeJS.ProcessEnv = process.env): string {
  return execFileSync(program === "sh" ? "/bin/sh" : program, args, { encoding: "utf8", env });
}

/** The niceness of the process itself and of one that it starts: the 19th word of stat (proc(5)). */
const NICE = "cut -d' ' -f19 /proc/$$/stat; sh -c 'cut -d\" \" -f19 /proc/$$/stat'; echo \"$1\"";

describe("a gentle command", () => {
  it("steps back behind everything else, with all that it starts", () => {
    expect(output(gently(script(NICE, "it's")))).toBe("19\n19\nit's\n");
    expect(
      output(gently(command("sed", "-n", "s/^policy.*//; /./p;q", "/proc/self/stat"))).split(" ")[18],
    ).toBe("19");
  });

  it("says the same in messages, and takes the same input, deadline and directory", () => {
    const run = { ...script("cat", "value"), stdin: "secret", within: 5, cwd: "/" };
    expect(title(gently(run))).toBe(title(run));
    expect(gently(run)).toMatchObject({ stdin: "secret", within: 5, cwd: "/" });
    expect(gently({ ...command("cat"), stdin: "s" })).toMatchObject({ stdin: "s" });
  });

  it("runs where neither renice nor ionice is there", () => {
    expect(output(gently(script('echo "$1"', "done")), { PATH: "/nowhere" })).toBe("done\n");
  });

  it("ends as the command ends", () => {
    expect(() => output(gently(script("exit 7")))).toThrow(expect.objectContaining({ status: 7 }));
    expect(() => output(gently(command("sh", "-c")))).toThrow();
  });
});
