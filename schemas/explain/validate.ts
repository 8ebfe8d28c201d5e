import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { jsonSchema } from "../jsonSchema";

let compiled: ValidateFunction | undefined;

/** Every rule of the JSON Schema that a document breaks, as ajv tells it; empty for a valid one. */
export function schemaErrors(document: unknown): readonly ErrorObject[] {
  compiled ??= new Ajv({ allErrors: true, verbose: true }).compile(jsonSchema("stack"));
  return compiled(document) ? [] : (compiled.errors ?? []);
}
