import { styleText } from "node:util";
import type { Line, Tone } from "./lines";

const STYLES: Readonly<Record<Tone, Parameters<typeof styleText>[0]>> = {
  title: "bold",
  bad: "red",
  warn: "yellow",
  good: "green",
  faint: "dim",
};

/**
 * Colours lines for a stream. Node decides whether the stream takes colours: a terminal that has them, no
 * NO_COLOR, or FORCE_COLOR.
 */
export function styled(lines: readonly Line[], stream: NodeJS.WritableStream): string[] {
  return lines.map(({ text, tone }) =>
    tone === undefined ? text : styleText(STYLES[tone], text, { stream, validateStream: true }),
  );
}

/** Lines without colours. */
export function plain(lines: readonly Line[]): string[] {
  return lines.map((line) => line.text);
}
