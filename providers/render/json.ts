import type { Assessment } from "../model/plan";
import { isUnseen } from "./escape";

/** The document of schemas/report.ts. */
export interface Report {
  readonly version: 1;
  readonly stack: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly services: readonly Assessment[];
}

export function makeReport(stack: string, services: readonly Assessment[], made: Date): Report {
  return { version: 1, stack, made: made.toISOString(), services };
}

/**
 * One JSON document on lines of its own. Characters that a terminal would act on or hide are written as escapes,
 * which any JSON parser turns back.
 */
export function renderJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.replace(/[^\x20-\x7e\n]/gu, (character) =>
    isUnseen(character) ? escaped(character) : character,
  );
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
