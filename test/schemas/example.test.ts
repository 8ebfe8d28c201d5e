import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { jsonSchema } from "../../schemas/jsonSchema";
import { parseStack } from "../../schemas/load";
import { formatProblem } from "../../schemas/problems";

const root = join(__dirname, "../..");
const example = "schemas/example.yaml";

function problems(file: string): string[] {
  const parsed = parseStack(readFileSync(join(root, file)), file);
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

describe("schemas/example.yaml", () => {
  const text = readFileSync(join(root, example), "utf8");

  it("is a sound stack file", () => {
    expect(problems(example)).toEqual([]);
  });

  it("shows every key of the schema", () => {
    const used = usedKeys(parse(text));
    const known = knownKeys(jsonSchema("stack"));
    expect([...known].filter((key) => !used.has(key))).toEqual([]);
    expect(known.size).toBeGreaterThan(40);
  });

  it("shows every kind of service and of proxy", () => {
    const { proxies, services } = parse(text);
    expect(kinds(services)).toEqual(["compose", "container", "process"]);
    expect(kinds(proxies)).toEqual(["nginx", "command"]);
  });

  it("says the default wherever a default is shown", () => {
    const defaults = [
      "127.0.0.1",
      "/etc/nginx/conf.d",
      "within: 60s",
      "strategy: warm",
      "maxDowntime: 10s",
      "retain: 3d",
    ];
    const lines = defaults.map((value) => text.split("\n").find((line) => line.includes(value)) ?? value);
    for (const line of lines) expect(line).toMatch(/default/);
  });
});

describe("stacks/", () => {
  const files = readdirSync(join(root, "stacks")).filter((file) => /^(?!Pulumi\.).*\.yaml$/.test(file));

  it.each(files)("%s is a sound stack file that names its schema for editors", (file) => {
    expect(problems(`stacks/${file}`)).toEqual([]);
    const first = readFileSync(join(root, "stacks", file), "utf8").split("\n")[0];
    expect(first).toBe("# yaml-language-server: $schema=../schemas/stack.schema.json");
  });
});

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Each key that the schema knows, with the way to it: "services.*.move.strategy". */
function knownKeys(schema: unknown, path = ""): Set<string> {
  if (!isFields(schema)) return new Set();
  const union = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(union)) return new Set(union.flatMap((branch) => [...knownKeys(branch, path)]));
  const properties = Object.entries(isFields(schema.properties) ? schema.properties : {});
  return new Set([
    ...properties.flatMap(([key, inner]) => [`${path}${key}`, ...knownKeys(inner, `${path}${key}.`)]),
    ...knownKeys(schema.additionalProperties, `${path}*.`),
  ]);
}

/** Each key that a document uses, named alike; the second step is a name that the user chose, and that of a network. */
function usedKeys(value: unknown, path: readonly string[] = []): Set<string> {
  if (!isFields(value)) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, inner]) => {
      const chosen = path.length === 1 || path.at(-1) === "networks";
      const here = [...path, chosen ? "*" : key];
      return [here.join("."), ...usedKeys(inner, here)];
    }),
  );
}

function kinds(section: unknown): unknown[] {
  return isFields(section)
    ? Object.values(section).map((entry) => (isFields(entry) ? entry.kind : undefined))
    : [];
}
