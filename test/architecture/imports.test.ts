import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");

/** Each layer with the layers it may import from; a layer may always import from itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  "providers/model": ["schemas"],
  "providers/commands": ["schemas", "providers/model"],
  "providers/facts": ["schemas", "providers/model", "providers/commands"],
  "providers/kinds": ["schemas", "providers/model", "providers/commands", "providers/facts"],
  "providers/proxies": ["schemas", "providers/model", "providers/commands", "providers/facts"],
  "providers/movers": ["schemas", "providers/model", "providers/commands", "providers/facts"],
  "providers/transport": ["schemas", "providers/model"],
  "providers/engine": [
    "schemas",
    "providers/model",
    "providers/commands",
    "providers/facts",
    "providers/kinds",
    "providers/proxies",
    "providers/movers",
  ],
  "providers/render": ["providers/model"],
};

/** Pure by rule: no transport, no clock, no I/O. */
const PURE = [
  "providers/engine/plan.ts",
  "providers/engine/convergence.ts",
  "providers/engine/decide.ts",
  "providers/engine/verdict.ts",
  "providers/engine/facts.ts",
];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function imports(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from|require\()\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
}

const local = (file: string, name: string): string => relative(ROOT, resolve(ROOT, dirname(file), name));
const inLayer = (path: string, layer: string): boolean => path === layer || path.startsWith(`${layer}/`);

describe("imports point one way", () => {
  for (const [layer, allowed] of Object.entries(MAY_IMPORT)) {
    it(`${layer} imports only from ${[layer, ...allowed].join(", ")}`, () => {
      const strays = sources(layer).flatMap((file) =>
        imports(file)
          .filter((name) => name.startsWith("."))
          .map((name) => local(file, name))
          .filter((path) => ![layer, ...allowed].some((ok) => inLayer(path, ok)))
          .map((path) => `${file} -> ${path}`),
      );
      expect(strays).toEqual([]);
    });
  }

  it("only the transport starts processes, in what runs on a move", () => {
    const starters = sources("providers").filter((file) =>
      imports(file).some((name) => /child_process$/.test(name)),
    );
    expect(starters.filter((file) => !inLayer(file, "providers/transport"))).toEqual([]);
  });

  it("the decisions are pure: no I/O, no clock, no chance", () => {
    for (const file of PURE) {
      const text = readFileSync(join(ROOT, file), "utf8");
      expect(
        imports(file).filter((name) => /^node:(fs|child_process|net|os)/.test(name)),
        file,
      ).toEqual([]);
      expect(text, file).not.toMatch(/Date\.now|new Date\(\)|performance\.now|Math\.random|await /);
    }
  });
});
