import { z } from "zod";

/**
 * Reads JSON that a tool printed. `what` names the tool's output in the error, which is a `SyntaxError` with
 * the place and the expectation, but without the text itself: it may hold secrets.
 */
export function readJson<T>(what: string, text: string, schema: z.ZodType<T>): T {
  const read = schema.safeParse(parsed(what, text));
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const place = first?.path.join(".") || "the top";
  throw new SyntaxError(`${what}: at ${place}: ${first?.message ?? "not as expected"}`);
}

/** Reads JSON of one value a line, or (as some versions of a tool print) one array. */
export function readJsonLines<T>(what: string, text: string, schema: z.ZodType<T>): T[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) return readJson(what, trimmed, z.array(schema));
  return trimmed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => readJson(what, line, schema));
}

function parsed(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(`${what}: not JSON (${text.length} characters)`);
  }
}
