import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { SHIM } from "../../providers/service";

describe("the shim that Pulumi keeps in the state", () => {
  it("is byte for byte the one that has shipped: a change would plan changes for every service", () => {
    expect(createHash("sha256").update(SHIM).digest("hex")).toBe(
      "fcf5841640ce5cc1d133c820aacbc6fc6166f43ff1e00b76590395207f695ac2",
    );
  });

  it("captures nothing but the way to the engine", () => {
    expect(SHIM).not.toContain("process.env");
    expect(SHIM).not.toContain(resolve(__dirname, "../.."));
    expect(SHIM.length).toBeLessThan(1200);
  });
});
