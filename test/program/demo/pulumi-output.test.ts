import { describe, expect, it } from "vitest";
import { readable } from "../../../program/demo/pulumi-output";

describe("Pulumi's output in the demo", () => {
  it("is shown line by line, however it arrives, and kept whole", () => {
    const shown: string[] = [];
    const output = readable((line) => shown.push(line));
    const text = "Previewing update (demo):\n\n    notes: one\n    notes: tw";
    for (const char of `${text}o`) output.take(char);
    expect(output.end()).toBe(`${text}o`);
    expect(shown).toEqual(["    notes: one", "    notes: two"]);
  });
});
