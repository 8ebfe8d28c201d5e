import { describe, expect, it } from "vitest";
import { renderText } from "../../../program/render/text";
import { ALL } from "./plans";

describe("a plan as text", () => {
  for (const [name, assessment] of Object.entries(ALL)) {
    it(`reads as reviewed: ${name}`, async () => {
      const text = `${renderText(assessment).join("\n")}\n`;
      await expect(text).toMatchFileSnapshot(`golden/${name}.golden.txt`);
    });
  }
});
