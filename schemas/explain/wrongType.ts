import type { ErrorObject } from "ajv";
import { type Finding, quoted } from "../problems";
import type { Located } from "./explain";
import { forms } from "./forms";
import { type Choice, ownKeys } from "./unions";
import { described, isFields, own } from "./values";

const NOUNS: Readonly<Record<string, string>> = {
  object: "a map of keys and values",
  array: "a list",
  string: "text",
  integer: "a whole number",
};

/** A value of the wrong type, with what would have been right where that can be guessed. */
export function wrongType({ error, choice, path }: Located): Omit<Finding, "path"> {
  const wanted = String(error.schema);
  const title = String(own(error.parentSchema, "title") ?? "");
  const { data } = error;
  const suggestion =
    data === null
      ? fill(wanted, error)
      : path.length === 0
        ? "begin with the two keys hosts and services"
        : (shorthand(data, wanted, choice) ?? meant(data, wanted, title));
  const expected = forms.get(title)?.expected;
  return {
    message: data === null ? "is empty" : `must be ${NOUNS[wanted] ?? wanted}, is ${described(data)}`,
    suggestion,
    ...(expected === undefined ? {} : { expected }),
  };
}

/** `alpha: root@10.0.0.1` means `alpha: { ssh: "root@10.0.0.1" }`. */
function shorthand(value: unknown, wanted: string, choice: Choice | undefined): string | undefined {
  const [first] = choice?.branches ?? [];
  if (wanted !== "object" || typeof value !== "string" || first === undefined || choice?.by !== undefined)
    return undefined;
  return `write { ${ownKeys(first).join("")}: ${quoted(value)} }`;
}

function fill(wanted: string, error: ErrorObject): string {
  const mayBeEmpty = wanted === "object" && isFields(own(error.parentSchema, "additionalProperties"));
  if (mayBeEmpty) return "write {} if there are none";
  return wanted === "object" ? "write its keys below it, or remove the line" : "write a value";
}

function meant(value: unknown, wanted: string, title: string): string {
  if (wanted === "string" && title === "duration" && typeof value === "number" && Number.isInteger(value)) {
    return `write "${value}s" for seconds`;
  }
  if (wanted === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return `put it in quotes: ${quoted(String(value))}`;
  }
  if (wanted === "integer" && typeof value === "string" && /^[0-9]{1,9}$/.test(value)) {
    return `write ${value} without quotes`;
  }
  if (wanted === "array" && typeof value === "string") return `write ${listOf(value, title)}`;
  return wanted === "object" ? "write its keys below it, indented" : `write ${NOUNS[wanted] ?? wanted}`;
}

/** A command in one text becomes its words, unless quoting in it makes them doubtful. */
function listOf(text: string, title: string): string {
  const words =
    title === "paths" || title === "globs" || /["'\\]/.test(text) ? [text] : text.trim().split(/\s+/);
  const list = `[${words.map(quoted).join(", ")}]`;
  return title === "commands" ? `[${list}]` : list;
}
