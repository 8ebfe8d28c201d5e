import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { parseStack } from "../../schemas/load";
import { compose, HOSTS, problemsOf } from "./texts";

describe("problems", () => {
  it("all come at once, in the order of the file", () => {
    const text = `${HOSTS}services:
  Shop: { kind: compose, host: alhpa, directory: srv/shop }
  mail: { kind: container, host: gamma, hosts: beta }
  mail: { kind: container, host: beta }
`;
    const places = problemsOf(text).map((problem) => problem.split(": ", 2).join(" "));
    expect(places).toEqual([
      "5:3 services.Shop",
      "5:32 services.Shop.host",
      "5:50 services.Shop.directory",
      "7:3 services.mail",
    ]);
  });

  it("carry what was expected, what was there and what to do as data", () => {
    const parsed = parseStack(compose("health: { within: 60 }"), "stacks/prod.yaml");
    expect(parsed).toEqual({
      ok: false,
      problems: [
        {
          file: "stacks/prod.yaml",
          line: 9,
          column: 23,
          path: "services.shop.health.within",
          message: "must be text, is the number 60",
          suggestion: 'write "60s" for seconds',
          expected: "A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d",
          got: "the number 60",
        },
      ],
    });
  });

  it("never repeat a password", () => {
    const text = "hosts: { a: { ssh: 'root:hunter2@a', address: 'http://me:hunter2@a' } }\nservices: {}\n";
    const parsed = parseStack(text, "stack.yaml");
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });

  it("name the first byte that is no UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from("hosts:\n  é"), Buffer.from([0xff]), Buffer.from(": {}\n")]);
    expect(problemsOf(bytes)).toEqual([
      "2:4: is not UTF-8 text: a byte here belongs to no character; save the file as UTF-8.",
    ]);
  });

  it("recognise UTF-16", () => {
    expect(problemsOf(Buffer.from("\ufeffhosts: {}\n", "utf16le"))).toEqual([
      "1:1: is UTF-16 text; save the file as UTF-8.",
    ]);
  });

  it("stop aliases that would grow without end", () => {
    const lists = Array.from(
      { length: 12 },
      (_, i) => `b${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]\n`,
    );
    expect(problemsOf(`b0: &a0 [x]\n${lists.join("")}`)).toEqual([
      "1:1: cannot be read: Excessive alias count indicates a resource exhaustion attack; " +
        "write the values out instead of using aliases.",
    ]);
  });
});
