import type { ErrorObject } from "ajv";
import { type Finding, quoted } from "../problems";
import type { Located } from "./explain";
import { forms } from "./forms";
import { wrongKind } from "./keys";
import { nearest } from "./nearest";
import { kindOf } from "./unions";
import { described, either, own } from "./values";
import { oneCommand, wrongType } from "./wrongType";

type Said = Omit<Finding, "path">;

/** What is wrong with one value, or with a name; undefined for errors that are about the keys of a map. */
export function wrongValue(mistake: Located): Finding | undefined {
  const { error, choice, path } = mistake;
  if (error.propertyName !== undefined) {
    const said = wrongForm(error, error.propertyName);
    return said && { ...said, path: [...path, error.propertyName], atKey: true };
  }
  if (error.keyword === "const" && path.at(-1) === "kind" && choice !== undefined) {
    const kinds = choice.branches.map((branch) => kindOf(branch) ?? "");
    return { path, ...wrongKind(error.data, kinds) };
  }
  const command = oneCommand(mistake);
  if (command !== undefined) return command;
  const said = error.keyword === "type" ? wrongTypeOrWord(mistake) : explanations[error.keyword]?.(error);
  return said && { got: described(error.data), ...said, path };
}

const explanations: Readonly<Record<string, (error: ErrorObject) => Said | undefined>> = {
  pattern: (error) => wrongForm(error, error.data),
  maxLength: (error) => wrongForm(error, error.data),
  enum: (error) => wrongWord(error, Array.isArray(error.schema) ? error.schema.map(String) : []),
  const: (error) => wrongWord(error, [String(error.schema)]),
  minimum: outOfRange,
  maximum: outOfRange,
  minLength: () => ({ message: "is an empty text", suggestion: "write a value, or remove it" }),
  minItems: (error) => ({
    message: "is an empty list",
    suggestion:
      titleOf(error) === "command"
        ? "write the program and its arguments"
        : "write at least one item, or remove it",
  }),
};

/** Where only a few words are allowed, they say more than the type does. */
function wrongTypeOrWord(mistake: Located): Said {
  const words = own(mistake.error.parentSchema, "enum") ?? own(mistake.error.parentSchema, "const");
  if (words === undefined || mistake.error.data === null) return wrongType(mistake);
  return wrongWord(mistake.error, [words].flat().map(String));
}

function wrongForm(error: ErrorObject, text: unknown): Said | undefined {
  const form = forms.get(titleOf(error));
  if (form === undefined || typeof text !== "string") return undefined;
  const pattern = new RegExp(String(own(error.parentSchema, "pattern")), "u");
  return {
    ...form.slip(text, (better) => pattern.test(better)),
    expected: form.expected,
    got: described(text),
  };
}

function wrongWord({ data }: ErrorObject, words: readonly string[]): Said {
  const meant = typeof data === "string" ? nearest(data, words) : undefined;
  const shown = typeof data === "string" ? quoted(data) : described(data);
  return {
    message: `must be ${either(words)}, is ${shown}`,
    suggestion: meant === undefined ? remedy(words) : `did you mean ${quoted(meant)}?`,
  };
}

function remedy(words: readonly string[]): string {
  return words.length === 1
    ? `write ${words[0]}, or remove the line`
    : "write one of them, or remove the line";
}

function outOfRange(error: ErrorObject): Said {
  const { minimum, maximum } = {
    minimum: own(error.parentSchema, "minimum"),
    maximum: own(error.parentSchema, "maximum"),
  };
  return {
    message: `must be from ${minimum} to ${maximum}, is ${described(error.data)}`,
    suggestion: "write another port",
  };
}

function titleOf(error: ErrorObject): string {
  return String(own(error.parentSchema, "title") ?? "");
}
