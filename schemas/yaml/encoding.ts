import type { Finding } from "../problems";
import type { Position } from "./positions";

export type Placed = Finding & Position;

export type Decoded = { readonly text: string } | { readonly trouble: Placed };

const SAVE_AS_UTF8 = "save the file as UTF-8";

/**
 * The text of a file. A string counts as decoded already; the replacement character in it is what a lenient
 * decoder left of bytes that were no UTF-8.
 */
export function decode(source: string | Uint8Array): Decoded {
  if (typeof source !== "string" && isUtf16(source)) {
    return { trouble: { path: [], line: 1, column: 1, message: "is UTF-16 text", suggestion: SAVE_AS_UTF8 } };
  }
  const text = typeof source === "string" ? source : new TextDecoder("utf-8").decode(source);
  const broken = text.indexOf("\ufffd");
  if (broken >= 0)
    return { trouble: at(text, broken, "is not UTF-8 text: a byte here belongs to no character") };
  const nul = text.indexOf("\0");
  if (nul >= 0) return { trouble: at(text, nul, "holds a NUL character, so it is no text file") };
  return { text };
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function at(text: string, offset: number, message: string): Placed {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { path: [], line: before.length, column, message, suggestion: SAVE_AS_UTF8 };
}
