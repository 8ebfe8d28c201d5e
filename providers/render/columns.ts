import { visibleText } from "./escape";

const ELLIPSIS = "...";

/** An escape made by `visibleText` or `visibleName`: it must not be cut in two. */
const ESCAPE = /\\(?:u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|[\\nrt])/;

/** A space at which a line may end: not the one between a figure and its unit. */
const SPACE = /(?!(?<=\d) (?:ms|s|min|h|d|[kMGTPE]?B)(?![a-zA-Z])) /;

/** How much of a long text is looked at for each column that is left of it; marks take units and no column. */
const UNITS_A_COLUMN = 8;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Blocks whose characters take two columns in a terminal (Unicode's East Asian Width W and F). */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const EMOJI_SELECTOR = "\ufe0f";
const NARROW_MARK = /[\p{Mn}\p{Me}]/u;

/** How many columns a terminal needs at most; never less than what it uses, so that a line cannot overflow. */
export function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  let last = 0;
  for (const character of text) {
    // An emoji selector widens a narrow character before it.
    last = character === EMOJI_SELECTOR ? 2 - last : columnsOf(character);
    width += last;
  }
  return width;
}

function columnsOf(character: string): number {
  if (NARROW_MARK.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Pads with spaces on the right. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

/** Shortens escaped text in its middle; the end stays longest, since that is where a path tells most. */
export function shorten(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const room = width - ELLIPSIS.length;
  if (room < 2) return ".".repeat(Math.max(0, width));
  const near = room * UNITS_A_COLUMN;
  const start = text.length > 2 * near ? text.slice(0, near) : text;
  const end = text.length > 2 * near ? text.slice(-near) : text;
  const head = take(unitsOf(start), Math.floor(room / 3));
  const tail = take(unitsOf(end.toWellFormed()).reverse(), room - Math.floor(room / 3)).reverse();
  return head.join("") + ELLIPSIS + tail.join("");
}

/**
 * Wraps escaped text at spaces. `first` begins the first line and `rest` the others (as wide as `first` by
 * default); spaces the text begins with stay, and a word longer than a line is broken, never dropped.
 */
export function wrap(text: string, width: number, first = "", rest = " ".repeat(columns(first))): string[] {
  const indented = /^ */.exec(text)?.[0].length ?? 0;
  const indent = " ".repeat(Math.min(indented, Math.floor(width / 2)));
  const lines: string[] = [];
  let line = first + indent;
  let empty = true;
  for (const word of text.slice(indented).split(SPACE)) {
    const joined = empty ? line + word : `${line} ${word}`;
    if (columns(joined) <= width) {
      line = joined;
      empty = false;
      continue;
    }
    const prefix = rest + indent;
    if (!empty) {
      lines.push(line);
      line = prefix;
    }
    const parts = broken(word, width - Math.max(columns(line), columns(prefix)));
    for (const part of parts.slice(0, -1)) {
      lines.push(line + part);
      line = prefix;
    }
    line += parts.at(-1) ?? "";
    empty = false;
  }
  return [...lines, line];
}

/** Splits a word into parts of at most so many columns. */
export function broken(word: string, width: number): string[] {
  const parts: string[] = [];
  let units = unitsOf(word);
  while (units.length > 0) {
    const part = take(units, width);
    const some = part.length > 0 ? part : units.slice(0, 1);
    parts.push(some.join(""));
    units = units.slice(some.length);
  }
  return parts.length > 0 ? parts : [""];
}

function take(units: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const unit of units) {
    used += columns(unit);
    if (used > width) break;
    taken.push(unit);
  }
  return taken;
}

function unitsOf(text: string): string[] {
  const units: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const found = ESCAPE.exec(rest);
    const plain = found ? rest.slice(0, found.index) : rest;
    for (const { segment } of graphemes.segment(plain)) units.push(segment);
    if (found) units.push(found[0]);
    rest = found ? rest.slice(found.index + found[0].length) : "";
  }
  return units;
}

/** Wraps text that nobody has escaped yet; its own line breaks stay where `lineBreaks` says so. */
export function wrapProse(
  text: string,
  width: number,
  first = "",
  options: { readonly rest?: string; readonly lineBreaks?: boolean } = {},
): string[] {
  const rest = options.rest ?? " ".repeat(columns(first));
  const pieces = options.lineBreaks ? text.replace(/\n+$/, "").split(/\r?\n/) : [text];
  return pieces.flatMap((piece, index) =>
    wrap(visibleText(piece), width, index === 0 ? first : rest, rest).map((line) => line.trimEnd()),
  );
}
