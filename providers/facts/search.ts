import { searchWords } from "../commands/search";
import { CommandFailed, type Fact } from "../model/procedure";

/** A word found in a text file; what else the line says stays on the host. */
export interface FoundWord {
  readonly file: string;
  readonly line: number;
  readonly word: string;
}

/** Where any of the words (a host's addresses and names) stands as a whole word in the files. */
export function wordsIn(words: readonly string[], files: readonly string[]): Fact<readonly FoundWord[]> {
  const ask = searchWords(words, files);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseFoundWords(words, result.stdout);
    },
  };
}

/** Reads what `searchWords` printed: file, line and number of the word (from 1), each ended by NUL. */
export function parseFoundWords(words: readonly string[], text: string): FoundWord[] {
  const fields = text.split("\0");
  const found: FoundWord[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const word = words[Number(fields[at + 2]) - 1];
    const line = Number(fields[at + 1]);
    if (word === undefined || !Number.isInteger(line)) throw new SyntaxError("not file, line and word");
    found.push({ file: fields[at] ?? "", line, word });
  }
  return found;
}
