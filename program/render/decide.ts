import { columns } from "./columns";
import { isUnseen } from "./escape";

/** Longest list of patterns that is spelled out; a longer one is a job for a wider pattern. */
export const PATTERNS_LISTED = 20;

/** The longest glob that a stack file takes. */
const LONGEST_GLOB = 1024;

/**
 * A pattern that matches this path, and nothing else as far as a stack file can say that: for a control
 * character, or bytes that are no UTF-8, it takes any character, and of a path that is too long only the first
 * directories.
 */
export function patternFor(path: string): string {
  const parts = path.split("/").map(literally);
  if (parts.join("/").length <= LONGEST_GLOB) return parts.join("/");
  while (parts.length > 1 && parts.join("/").length > LONGEST_GLOB - "/**".length) parts.pop();
  return `${parts.join("/")}/**`;
}

function literally(part: string): string {
  return part.replace(/[\\"*?[\]{}()!+@|$^]|\p{Cc}|\ufffd/gu, (special) => {
    if (special === "\\") return BACKSLASH;
    return /\p{Cc}|\ufffd/u.test(special) ? "?" : `\\${special}`;
  });
}

/** picomatch reads an escaped backslash right only as a class of its own. */
const BACKSLASH = "[\\\\]";

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
