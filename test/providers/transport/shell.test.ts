import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote, shellLine } from "../../../providers/transport/shell";

/** Anything a program can be given: all of Unicode but NUL and lone surrogates (which are no text). */
const argument = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));
const nasty = fc.string({ unit: fc.constantFrom(..."a'\"\\$`!\n\t *?[~#=-{}&;|<>()") });
const word = fc.oneof(argument, nasty);

const SHELLS = ["sh", "bash"].filter((shell) => {
  try {
    execFileSync(shell, ["-c", "true"]);
    return true;
  } catch {
    return false;
  }
});

describe("quoting for a shell", () => {
  it.each(SHELLS)("reaches a program behind a real %s as it was", (shell) => {
    const property = fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const line = shellLine({ argv: ["printf", "%s\\0", ...words] });
      const seen = execFileSync(shell, ["-c", line]).toString();
      expect(seen).toBe(words.map((each) => `${each}\0`).join(""));
    });
    fc.assert(property, { numRuns: 60 });
  });

  it("leaves plain words readable", () => {
    expect(shellLine({ argv: ["docker", "ps", "--format={{json .}}", "/srv/shop"] })).toBe(
      "docker ps '--format={{json .}}' /srv/shop",
    );
    expect(["a.b/c:d@e%f+g,h-i_j=k", "=ls", "~", ""].map(quote)).toEqual([
      "a.b/c:d@e%f+g,h-i_j=k",
      "'=ls'",
      "'~'",
      "''",
    ]);
  });

  it("puts directory, environment and sudo around the command, each as arguments", () => {
    const command = { argv: ["ls", "-a"], cwd: "/srv/a b", env: { KEY: "it's" } };
    expect(shellLine(command, ["sudo", "-n", "--"])).toBe(
      `sudo -n -- sh -c 'cd -- "$1" && shift && exec "$@"' ferry '/srv/a b' env 'KEY=it'"'"'s' ls -a`,
    );
  });

  it("refuses a NUL, which no program can be given", () => {
    expect(() => quote("a\0b")).toThrow(TypeError);
  });
});
