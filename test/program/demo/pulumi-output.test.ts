import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readable, type View } from "../../../program/demo/pulumi-output";

const recorded = (name: string): string =>
  readFileSync(join(__dirname, "fixtures", `${name}.3.259.0.txt`), "utf8");

function shown(view: View, text: string): string[] {
  const lines: string[] = [];
  const output = readable(view, (line) => lines.push(line));
  for (const chunk of text.match(/[\s\S]{1,7}/gu) ?? []) output.take(chunk);
  expect(output.end()).toBe(text);
  return lines;
}

describe("Pulumi's output in the demo", () => {
  it("shows the whole plan of a preview, and nothing of Pulumi's own rows and warnings", () => {
    const lines = shown("plan", recorded("preview"));
    expect(lines[0]).toMatch(/^notes {2}alpha -> beta/);
    expect(lines).toContainEqual(expect.stringMatching(/UNDECIDED {2}data\/settings\.json/));
    expect(lines).toContain("blocked");
    expect(lines.join("\n")).not.toMatch(/pulumi:pulumi|\$PATH|previewing update|stand-in/);
  });

  it("shows the conflicts alone where the rest is known", () => {
    const lines = shown("conflicts", recorded("preview"));
    expect(lines[0]).toMatch(/^conflicts: 1/);
    expect(lines.slice(1).every((line) => line.startsWith(" "))).toBe(true);
  });

  it("shows each step once while a move runs, and why it failed", () => {
    const lines = shown("progress", recorded("up-failed"));
    const steps = lines
      .filter((line) => /^notes {2}\w+: /.test(line))
      .map((line) => /^notes {2}(\w+)/.exec(line)?.[1]);
    expect(steps).toEqual(expect.arrayContaining(["lock", "precopy", "quiesce", "probe", "undo"]));
    expect(new Set(lines.filter((line) => line.startsWith("notes "))).size).toBe(
      lines.filter((line) => line.startsWith("notes ")).length,
    );
    expect(lines.join(" ")).toMatch(/error: Moving notes from beta to alpha failed in step probe/);
    expect(lines.join("\n")).not.toContain("(warm)");
  });

  it.each(["plan", "conflicts", "progress"] as const)("fits 78 columns (%s)", (view) => {
    for (const name of ["preview", "up-failed"]) {
      for (const line of shown(view, recorded(name))) expect(line.length).toBeLessThanOrEqual(78);
    }
  });
});
