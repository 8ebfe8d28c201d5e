import { z } from "zod";
import { journal } from "./journal";
import { report } from "./report";
import { stack } from "./stack";

export type JsonSchema = Readonly<Record<string, unknown>>;

const documents = { stack, journal, report };

export type DocumentName = keyof typeof documents;
export const documentNames: readonly DocumentName[] = ["stack", "journal", "report"];

/** The JSON Schema of a document that Ferry reads or writes; draft-07, which editors read best. */
export function jsonSchema(name: DocumentName): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(documents[name], { target: "draft-7", io: "input" });
  return { $schema, $id: `urn:pulumi-ferry:schemas:${name}`, ...rest };
}

/** The text of `schemas/<name>.schema.json`, byte for byte. */
export function schemaText(name: DocumentName): string {
  return `${JSON.stringify(jsonSchema(name), null, 2)}\n`;
}
