import type { ErrorObject } from "ajv";
import { type Finding, written } from "../problems";
import type { Located } from "./explain";
import { forms } from "./forms";
import { type Choice, ownKeys } from "./unions";
import { described, either, isFields, own } from "./values";

type Said = Omit<Finding, "path">;

const NOUNS: Readonly<Record<string, string>> = {
  object: "a map of keys and values",
  array: "a list",
  string: "text",
  integer: "a whole number",
};

/** A value of the wrong type, with what would have been right where that can be guessed. */
export function wrongType({ error, choice, path }: Located): Said {
  const { data } = error;
  if (data === null) return nothing(error);
  const wanted = String(error.schema);
  const title = String(own(error.parentSchema, "title") ?? "");
  const expected = forms.get(title)?.expected;
  return {
    message: `must be ${NOUNS[wanted] ?? wanted}, is ${described(data)}`,
    suggestion:
      path.length === 0
        ? "begin with the two keys hosts and services"
        : (shorthand(data, wanted, choice) ?? meant(data, wanted, title)),
    ...(expected === undefined ? {} : { expected }),
  };
}

/** A key with nothing behind it. */
function nothing(error: ErrorObject): Said {
  const words = own(error.parentSchema, "enum");
  const description = own(error.parentSchema, "description");
  const isRecord = isFields(own(error.parentSchema, "additionalProperties"));
  const suggestion = Array.isArray(words)
    ? `write ${either(words.map(String))}`
    : error.schema === "object"
      ? isRecord
        ? "write {} if there are none"
        : "write its keys below it, or remove the line"
      : "write a value";
  const expected = typeof description === "string" && !isRecord ? { expected: description } : {};
  return { message: "is empty", suggestion, ...expected };
}

/** `alpha: root@10.0.0.1` means `alpha: { ssh: "root@10.0.0.1" }`. */
function shorthand(value: unknown, wanted: string, choice: Choice | undefined): string | undefined {
  const [first] = choice?.branches ?? [];
  if (wanted !== "object" || typeof value !== "string" || first === undefined || choice?.by !== undefined) {
    return undefined;
  }
  return `write { ${ownKeys(first).join("")}: ${written(value)} }`;
}

function meant(value: unknown, wanted: string, title: string): string {
  switch (wanted) {
    case "string":
      if (title === "duration" && Number.isInteger(value)) return `write "${value}s" for seconds`;
      return typeof value === "object" ? "write one value" : `put it in quotes: ${written(String(value))}`;
    case "integer":
      if (typeof value === "string" && /^[0-9]{1,9}$/.test(value)) return `write ${value} without quotes`;
      return "write a number such as 8080";
    case "array":
      return typeof value === "string" ? listOf(value, title) : "write a list: [one, two]";
    default:
      return "write its keys below it, indented";
  }
}

/** A command in one text becomes its words, unless quoting in it makes them doubtful. */
function listOf(text: string, title: string): string {
  if (title !== "command" && title !== "commands") return `write [${written(text)}]`;
  if (/["'\\$`|&;<>]/.test(text)) return "write its words as a list: [program, argument]";
  const list = `[${text.trim().split(/\s+/).map(written).join(", ")}]`;
  return `write ${title === "commands" ? `[${list}]` : list}`;
}

/** `before: [curl, x]`: one command where a list of commands belongs; said once, of the whole list. */
export function oneCommand({ error, path, parent }: Located): Finding | undefined {
  const isCommand = error.keyword === "type" && own(error.parentSchema, "title") === "command";
  if (!isCommand || typeof path.at(-1) !== "number" || !Array.isArray(parent)) return undefined;
  if (!parent.every((word) => typeof word === "string")) return undefined;
  return {
    path: path.slice(0, -1),
    message: "must be a list of commands, is one command",
    suggestion: `write [[${parent.map(written).join(", ")}]]`,
  };
}
