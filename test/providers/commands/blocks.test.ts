import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { BLOCK_PROGRAM, BLOCKS } from "../../../providers/commands/blocks";

describe("the program for blocks of large files", () => {
  it("holds no single quote, which would end the shell's word that it is", () => {
    expect(BLOCK_PROGRAM).not.toContain("'");
    expect(execFileSync("sh", ["-c", `${BLOCKS}printf %s "$BLOCKS"`], { encoding: "utf8" })).toBe(
      BLOCK_PROGRAM,
    );
  });

  it("is short enough for one argument of a program, quoted twice", () => {
    // Linux, execve(2): a single string may have 128 KiB.
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(BLOCK_PROGRAM)))).toBeLessThan(64 * 1024);
  });

  it("is known to Python as it is to us", () => {
    const check = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 6))";
    expect(() => execFileSync("python3", ["-c", check], { input: BLOCK_PROGRAM })).not.toThrow();
  });
});
