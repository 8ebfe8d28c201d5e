import { type Command, script } from "../model/command";

// Only file, line number and the word leave the host: the line itself may hold a password.
const SEARCH = `patterns=$1; shift
for f; do [ -f "$f" ] && [ -r "$f" ] || continue
  P=$patterns awk 'BEGIN { n = split(ENVIRON["P"], re, "\\n") }
    { for (i = 1; i <= n; i++) if ($0 ~ re[i]) printf "%d %d\\n", FNR, i }' "$f" |
    while read -r line word; do printf '%s\\0%s\\0%s\\0' "$f" "$line" "$word"; done
done`;

/** Where the words stand, as whole words, in the files: file, line and number of the word, each ended by NUL. */
export function searchWords(words: readonly string[], files: readonly string[]): Command {
  return script(SEARCH, words.map(wholeWord).join("\n"), ...files);
}

// grep -w will not do: "10.0.0.1" stands in "10.0.0.1.5" and in "210.0.0.1" as a word, "alpha" in "alpha-db".
// A dash before the word counts as its edge in "${HOST:-alpha}".
const BEFORE = "(^|[^A-Za-z0-9_.-]|(^|[^A-Za-z0-9_])-)";
const AFTER = "($|[^A-Za-z0-9_.-]|[.]($|[^0-9]))";

/** An extended regular expression that matches the word where it stands alone. */
export function wholeWord(word: string): string {
  const literal = word.replace(/[^A-Za-z0-9_:-]/g, (sign) =>
    /[\\^]/.test(sign) ? `\\${sign}` : `[${sign}]`,
  );
  return `${BEFORE}${literal}${AFTER}`;
}
