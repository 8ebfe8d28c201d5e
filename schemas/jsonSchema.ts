import { z } from "zod";
import { stack } from "./stack";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft-07, which editors read best) of what a user writes into a stack file. */
export function stackSchema(): JsonSchema {
  return {
    $id: "urn:pulumi-ferry:schemas:stack",
    ...z.toJSONSchema(stack, { target: "draft-7", io: "input" }),
  };
}
