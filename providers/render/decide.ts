import { columns } from "./columns";
import { isUnseen } from "./escape";

/** Longest list of patterns that is spelled out; a longer one is a job for a wider pattern. */
export const PATTERNS_LISTED = 20;

/** A YAML double-quoted scalar on one line; whatever could not be seen in an editor is escaped. */
export function yamlQuoted(text: string): string {
  return `"${yamlUnits(text).join("")}"`;
}

/** The same scalar over lines of at most so many columns, joined by YAML's escaped line breaks. */
export function yamlQuotedLines(text: string, first: string, width: number): string[] {
  const indent = " ".repeat(first.length + 1);
  const lines: string[] = [];
  let line = `${first}"`;
  let used = columns(line);
  for (const unit of yamlUnits(text)) {
    // One column is kept for the closing quote or the backslash that continues the line.
    if (used + columns(unit) >= width) {
      lines.push(`${line}\\`);
      // Spaces that begin a continued line are indentation to YAML, unless escaped.
      line = indent + (unit === " " ? "\\ " : unit);
      used = columns(line);
      continue;
    }
    line += unit;
    used += columns(unit);
  }
  return [...lines, `${line}"`];
}

/** The lines that decide conflicts by these patterns, relative to the service in the stack file. */
export function decisionLines(patterns: readonly string[], width: number): string[] {
  const unique = [...new Set(patterns)];
  return [
    "move:",
    "  conflicts:",
    "    overwrite:  # or skip:",
    ...unique.slice(0, PATTERNS_LISTED).flatMap((pattern) => yamlQuotedLines(pattern, "      - ", width)),
  ];
}

/** The characters of a double-quoted scalar: what an editor would not show is escaped. */
function yamlUnits(text: string): string[] {
  const units: string[] = [];
  for (const character of text) units.push(yamlUnit(character, units.slice(-1)[0] === "<"));
  return units;
}

function yamlUnit(character: string, afterLess: boolean): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  // `<{%` begins a colour in Pulumi's messages (see escape.ts).
  const hidden = isUnseen(character) || /\p{Cn}/u.test(character) || (afterLess && character === "{");
  if (!hidden) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
