import { wrapProse } from "./columns";

/** What a line is about; `styled` gives it a colour, and logs and golden files none. */
export type Tone = "title" | "bad" | "warn" | "good" | "faint";

/** One line of a report: already escaped, and no wider than it was made for. */
export interface Line {
  readonly text: string;
  readonly tone?: Tone;
}

export const DEFAULT_WIDTH = 80;

/** Below this, columns would be all margin: narrower terminals get lines of this width. */
export const NARROWEST = 40;

/** Lines with one tone. */
export function toned(texts: readonly string[], tone?: Tone): Line[] {
  return texts.map((text) => (tone === undefined ? { text } : { text, tone }));
}

/** A section's heading, after an empty line. */
export function heading(text: string, width: number): Line[] {
  return [{ text: "" }, ...toned(wrapProse(text, width, "", { rest: "  " }), "title")];
}

/** A remedy: an arrow, then what to do; its own line breaks stay. */
export function remedy(text: string, width: number, indent: string): Line[] {
  return toned(wrapProse(text, width, `${indent}-> `, { lineBreaks: true }));
}
