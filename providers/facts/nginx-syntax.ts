/** One directive of an nginx configuration, and where it stands. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly file: string;
  readonly line: number;
  /** What stands between its braces; undefined where it ends with a semicolon. */
  readonly block?: readonly Directive[];
}

interface Token {
  readonly text: string;
  readonly line: number;
  /** True for words in quotes, which are never punctuation. */
  readonly quoted: boolean;
}

/**
 * The directives of one configuration file, includes not followed. Reads the format as nginx does
 * (nginx.org/en/docs/beginners_guide.html#conf_structure): words, quotes, comments, blocks, and Lua code,
 * which is passed over. What nginx itself would refuse gives as much as could be read: nginx is who judges.
 */
export function parseNginx(file: string, text: string): Directive[] {
  return block(file, new Tokens(text), false);
}

function block(file: string, tokens: Tokens, inner: boolean): Directive[] {
  const found: Directive[] = [];
  for (let first = tokens.next(); first; first = tokens.next()) {
    if (isMark(first, "}")) {
      if (inner) return found;
      continue;
    }
    if (isMark(first, ";")) continue;
    found.push(directive(file, tokens, first));
  }
  return found;
}

function directive(file: string, tokens: Tokens, first: Token): Directive {
  const args: string[] = [];
  const head = { name: first.text, args, file, line: first.line };
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (isMark(token, ";")) return head;
    if (isMark(token, "{")) {
      if (!first.text.endsWith("_by_lua_block")) return { ...head, block: block(file, tokens, true) };
      tokens.skipBraces();
      return head;
    }
    args.push(token.text);
  }
  return head;
}

const isMark = (token: Token, mark: string): boolean => !token.quoted && token.text === mark;

class Tokens {
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  next(): Token | undefined {
    this.skipBlanks();
    const char = this.text[this.at];
    if (char === undefined) return undefined;
    const line = this.line;
    if (char === '"' || char === "'") return { text: this.quoted(char), line, quoted: true };
    if (char === ";" || char === "{" || char === "}") return { text: this.take(), line, quoted: false };
    return { text: this.word(), line, quoted: false };
  }

  /** Passes over code in another language up to its closing brace. */
  skipBraces(): void {
    for (let depth = 1; depth > 0 && this.at < this.text.length; ) {
      const char = this.take();
      if (char === "{") depth++;
      if (char === "}") depth--;
    }
  }

  private skipBlanks(): void {
    for (;;) {
      const char = this.text[this.at];
      if (char === "#") while (this.at < this.text.length && this.text[this.at] !== "\n") this.at++;
      else if (char !== undefined && /\s/.test(char)) this.take();
      else return;
    }
  }

  private take(): string {
    const char = this.text[this.at++] ?? "";
    if (char === "\n") this.line++;
    return char;
  }

  private quoted(quote: string): string {
    this.take();
    let text = "";
    while (this.at < this.text.length) {
      const char = this.take();
      if (char === quote) break;
      text += char === "\\" && /["'\\]/.test(this.text[this.at] ?? "") ? this.take() : char;
    }
    return text;
  }

  /** `${name}` is a variable inside a word, not the beginning of a block. */
  private word(): string {
    let text = "";
    while (this.at < this.text.length) {
      const char = this.text[this.at] ?? "";
      if (text.endsWith("$") && char === "{") {
        while (this.at < this.text.length && !text.endsWith("}")) text += this.take();
        continue;
      }
      if (/[\s;{]/.test(char)) break;
      text += this.take();
      if (char === "\\" && this.at < this.text.length) text += this.take();
    }
    return text;
  }
}
