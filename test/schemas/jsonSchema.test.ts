import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { documentNames, jsonSchema, schemaText } from "../../schemas/jsonSchema";

const folder = join(__dirname, "../../schemas");

describe.each(documentNames)("the JSON Schema of the %s", (name) => {
  it("is checked in as it is generated; if not, run `npm run schemas`", () => {
    expect(readFileSync(join(folder, `${name}.schema.json`), "utf8")).toBe(schemaText(name));
  });

  it("is a draft-07 schema that ajv accepts in its strict mode, with an id, a title and a description", () => {
    const schema = jsonSchema(name);
    expect(() => new Ajv({ strict: true }).compile(schema)).not.toThrow();
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: `urn:pulumi-ferry:schemas:${name}`,
      title: `Ferry ${name}`,
      description: expect.any(String),
      additionalProperties: false,
    });
  });
});

describe("the JSON Schema of the stack file", () => {
  it("tells an editor what every key is for", () => {
    expect(undescribed(jsonSchema("stack"), "stack")).toEqual([]);
  });
});

function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((each, i) => undescribed(each, `${path}[${i}]`));
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const own =
      key === "properties" && typeof value === "object" && value !== null
        ? Object.entries(value)
            .filter(([, property]) => typeof property?.description !== "string")
            .map(([name]) => `${path}.${name}`)
        : [];
    return [...own, ...undescribed(value, `${path}.${key}`)];
  });
}
