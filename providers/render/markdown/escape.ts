import { columns, shorten } from "../columns";
import { visibleName, visibleText } from "../escape";

/** Columns of a path that a table shows; the file lists and the JSON report have it whole. */
const PATH_SHOWN = 160;

/** Punctuation that Markdown, HTML or a forge's mathematics act on within a line. */
const ACTIVE = /[\\`*_[\]<>#|~$&]/g;

/**
 * Text that nobody trusts, as Markdown that shows it and does nothing else: no markup, no HTML, no mention, no
 * reference to an issue, no link. Longer text is cut in its middle.
 */
export function prose(text: string, most: number): string {
  const shown = shorten(visibleText(text), most);
  return (
    shown
      .replace(ACTIVE, "\\$&")
      // A zero-width space as an entity keeps forges from linking what follows.
      .replace(/@|\\#|:(?=\/\/)|www(?=\.)/gi, "$&&#8203;")
  );
}

/** A file name or path as a code span outside of a table. */
export function codeName(name: string): string {
  return span(shorten(visibleName(name), PATH_SHOWN));
}

/** Escapes what would end a cell; everything else in the cell has been escaped before. */
export function cellName(name: string): string {
  return codeName(name).replaceAll("|", "\\|");
}

/** A code block that its content cannot end. */
export function fenced(lines: readonly string[], language: string): string[] {
  const longest = Math.max(
    0,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...lines, fence];
}

/** Text for inside an HTML element, where Markdown is not read. */
export function html(text: string): string {
  return visibleText(text).replace(/[&<>"'@#]/g, (character) => `&#${character.codePointAt(0)};`);
}

function span(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  const space = /^`|`$/.test(text) || columns(text) === 0 ? " " : "";
  return ticks + space + text + space + ticks;
}
