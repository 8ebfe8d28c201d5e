import { styleText } from "node:util";

const WIDTH = 78;

/** Where the demo's words go: lines of at most 80 columns, coloured where the terminal has colours. */
export interface Narrator {
  /** The title of an act. */
  act(title: string): void;
  /** A few plain words before something happens. */
  say(text: string): void;
  /** A command as the user would type it. */
  command(text: string): void;
  /** Lines of a file or of a command's output, indented. */
  show(lines: readonly string[]): void;
  /** What came of it: a tick or a cross before it. */
  found(good: boolean, text: string): void;
}

/** A narrator for a stream; Node decides whether it takes colours (a terminal, no NO_COLOR, or FORCE_COLOR). */
export function narrator(stream: NodeJS.WriteStream): Narrator {
  const styled = (style: Parameters<typeof styleText>[0], text: string): string =>
    styleText(style, text, { stream, validateStream: true });
  const line = (text = ""): void => void stream.write(`${text}\n`);
  let acts = 0;
  return {
    act: (title) => {
      acts += 1;
      line();
      line(styled("bold", `${acts}. ${title}`));
    },
    say: (text) => {
      for (const each of wrap(text, WIDTH)) line(each);
    },
    command: (text) => {
      line();
      line(styled("cyan", `  $ ${text}`));
    },
    show: (lines) => {
      for (const each of lines) {
        const tone = TONES.find(([pattern]) => pattern.test(each))?.[1];
        line(`  ${tone === undefined ? each : styled(tone, each)}`.trimEnd());
      }
    },
    found: (good, text) => {
      const [first = "", ...rest] = wrap(text, WIDTH - 4);
      line(`  ${styled(good ? "green" : "red", good ? "✓" : "✗")} ${first}`);
      for (const each of rest) line(`    ${each}`);
    },
  };
}

/** Lines that a reader looks for; other lines keep the terminal's colour. */
const TONES: readonly (readonly [RegExp, Parameters<typeof styleText>[0]])[] = [
  [/^\+ /, "green"],
  [/^- /, "red"],
  [/^(?:error:|blocked$)/, "red"],
  [/^ *UNDECIDED /, "yellow"],
];

/** Words in lines of at most so many columns; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
