import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { schemaErrors } from "../../schemas/explain/validate";
import { parseStack } from "../../schemas/load";
import { normalise } from "../../schemas/normal";
import { formatProblem, type Problem } from "../../schemas/problems";
import { type StackDecl, stack as stackShape } from "../../schemas/stack";

import { resembling, sound, yamlLike } from "./arbitrary";

const example: unknown = parse(readFileSync(join(__dirname, "../../schemas/example.yaml"), "utf8"));

function formatted(source: string | Uint8Array): string[] {
  const parsed = parseStack(source, "stack.yaml");
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

describe("parseStack", () => {
  it("never throws on any text or bytes, and says something in one line each", () => {
    const source = fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array(), fc.string({ unit: yamlLike }));
    fc.assert(
      fc.property(source, (text) => {
        for (const line of formatted(text))
          expect(line).toMatch(/^stack\.yaml:[1-9]\d*:[1-9]\d*: \P{Cc}+[.?]$/u);
      }),
      { numRuns: 2000 },
    );
  });

  it("accepts a document only if zod does, and refuses what zod refuses, with a place inside the text", () => {
    fc.assert(
      fc.property(resembling, (value) => {
        const text = stringify(value);
        const parsed = parseStack(text, "stack.yaml");
        if (parsed.ok) expect(stackShape.safeParse(value).success).toBe(true);
        else
          for (const { line } of parsed.problems) expect(line).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { numRuns: 1000 },
    );
  });

  it("agrees with zod on a sound document in which one value was replaced or one key removed", () => {
    const verdicts = { sound: 0, broken: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...pathsOf(example)),
        fc.option(resembling),
        fc.boolean(),
        (path, value, remove) => {
          const changed = withChange(example, path, remove ? undefined : value);
          const sound = stackShape.safeParse(changed).success;
          verdicts[sound ? "sound" : "broken"]++;
          expect(schemaErrors(changed).length === 0).toBe(sound);
          const parsed = parseStack(stringify(changed), "stack.yaml");
          if (!sound) expect(parsed.ok).toBe(false);
          if (!parsed.ok) for (const problem of parsed.problems) expect(problem).toSatisfy(showsTheWay);
        },
      ),
      { numRuns: 500 },
    );
    expect(Math.min(verdicts.sound, verdicts.broken)).toBeGreaterThan(20);
  });

  it("accepts sound declarations, and gives the same again for what it gave", () => {
    fc.assert(
      fc.property(sound, (declared) => {
        const once = normalise(declared as StackDecl);
        expect(formatted(stringify(declared))).toEqual([]);
        expect(normalise(once)).toEqual(once);
      }),
    );
  });
});

/** Says what to do or what would be right, in words of its own rather than ajv's. */
function showsTheWay({ suggestion, expected, message }: Problem): boolean {
  return (suggestion ?? expected) !== undefined && !message.startsWith("/");
}

type Path = readonly (string | number)[];

/** The way to every value in a document. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))].filter(
    (some) => some.length > 0,
  );
}

/** A copy of a document with another value at a path; undefined takes the key away. */
function withChange(document: unknown, path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(document);
  const holder = path.slice(0, -1).reduce((inner, key) => Reflect.get(Object(inner), key), copy);
  const last = path.at(-1) ?? "";
  if (value === undefined && !Array.isArray(holder)) Reflect.deleteProperty(Object(holder), last);
  else Reflect.set(Object(holder), last, value ?? null);
  return copy;
}
