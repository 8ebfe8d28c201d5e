import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { parseStack } from "../../../schemas/load";

const ROOT = resolve(__dirname, "../../..");
const text = readFileSync(join(ROOT, "docs/stack-file.md"), "utf8");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: string;
}

const schema = JSON.parse(readFileSync(join(ROOT, "schemas/stack.schema.json"), "utf8")) as Schema;

/** The alternatives of a schema, or itself. */
const variants = (of: Schema | undefined): readonly Schema[] => of?.anyOf ?? of?.oneOf ?? (of ? [of] : []);

const section = (name: string): readonly Schema[] =>
  variants(schema.properties?.[name]).flatMap((part) => variants(part.additionalProperties));

const keys = (of: readonly (Schema | undefined)[]): string[] => [
  ...new Set(of.flatMap((part) => Object.keys(part?.properties ?? {}))),
];

const services = section("services");
const common = keys(services).filter((key) => services.every((kind) => kind.properties?.[key]));
const ownOf = (kind: string) =>
  keys(services.filter((each) => each.properties?.kind?.const === kind)).filter(
    (key) => !common.includes(key),
  );
const inside = (...path: string[]) =>
  keys(
    services.flatMap((kind) =>
      variants(path.reduce<Schema | undefined>((at, key) => at?.properties?.[key], kind)),
    ),
  );

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "hosts.*": keys(section("hosts")),
  "hosts.*.networks": keys(section("hosts").map((host) => host.properties?.networks?.additionalProperties)),
  "proxies.*": keys(section("proxies")),
  "services.*": common,
  "services.compose": ownOf("compose"),
  "services.container": ownOf("container"),
  "services.process": ownOf("process"),
  "services.*.route": inside("route"),
  "services.*.health": inside("health"),
  "services.*.move": inside("move"),
  "services.*.move.conflicts": inside("move", "conflicts"),
  "services.*.hooks": inside("hooks"),
};

/** The first column of the table after each mark. */
const written = Object.fromEntries(
  [...text.matchAll(/<!-- keys: (\S+) -->\n\n((?:\|.*\n)+)/g)].map(([, path = "", table = ""]) => [
    path,
    [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, key = ""]) => key),
  ]),
);

describe("docs/stack-file.md", () => {
  it("explains every object of the schema", () => {
    expect(Object.keys(written).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.keys(EXPECTED))("has every key of %s, and no other", (path) => {
    expect(EXPECTED[path]).not.toEqual([]);
    expect([...(written[path] ?? [])].sort()).toEqual([...(EXPECTED[path] ?? [])].sort());
  });

  it("has examples that the schema takes", () => {
    const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = ""]) => parse(yaml));
    expect(examples.length).toBeGreaterThan(6);
    const whole = examples[0];
    for (const example of examples) {
      const names = { ...whole.hosts, ...example.hosts };
      const stack = { ...whole, ...example, hosts: names, proxies: { ...whole.proxies, ...example.proxies } };
      expect(parseStack(stringify(stack), "example.yaml")).toMatchObject({ ok: true });
    }
  });
});
