/**
 * Characters that a terminal, a log or a page would act on or hide instead of showing: controls (with newline,
 * tab and ANSI's escape), format characters (bidirectional overrides, zero-width ones), line separators, lone
 * surrogates, spaces other than the plain one, and fillers that look like nothing.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u2800]/gu;

/** Pulumi takes `<{%…%}>` in a message for a colour, and its CLI panics over one that it does not know. */
const PULUMI_DIRECTIVE = /<\{%/g;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Would this character be acted on or hidden instead of shown? */
export function isUnseen(character: string): boolean {
  return character.search(UNSEEN) >= 0;
}

/** Makes text safe to print on one line: what would not be seen is spelled as an escape, the rest stays. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, spelled).replace(PULUMI_DIRECTIVE, "<\\x7b%");
}

/**
 * Makes a file name or path safe to print on one line, without doubt about what it is: backslashes are doubled,
 * and spaces at either end are spelled, so that two different names never look the same. An empty path is the
 * place that it is relative to: ".".
 */
export function visibleName(name: string): string {
  const escaped = visibleText(name.replaceAll("\\", "\\\\"));
  return escaped.replace(/^ | $/g, "\\x20") || ".";
}

function spelled(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
