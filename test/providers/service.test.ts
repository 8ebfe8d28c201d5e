import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SHIM } from "../../providers/service";

describe("the shim that Pulumi keeps in the state", () => {
  it("is byte for byte the one that has shipped: a change would plan changes for every service", () => {
    expect(createHash("sha256").update(SHIM).digest("hex")).toBe(
      "e08cebd018b3c6b6bf0e02986bd753405d8f60b8193dcacce687d215a0789c07",
    );
  });

  it("captures nothing but the way to the engine", () => {
    expect(SHIM).not.toMatch(/process\.env|\/home|\/root|\/work/);
    expect(SHIM.length).toBeLessThan(1200);
  });
});
