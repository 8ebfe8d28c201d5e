/** A glob that Ferry cannot apply on the hosts; nothing is left out by a pattern that is only half understood. */
export class GlobUnsupported extends Error {
  override readonly name = "GlobUnsupported";
  readonly remedy =
    "Write it with `*`, `**`, `?`, `[a-z]`, `[^a-z]`, `{one,other}` and `\\` before a literal character.";
  constructor(glob: string, why: string) {
    super(`The pattern ${JSON.stringify(glob)} cannot be used here: ${why}.`);
  }
}

/**
 * One extended regular expression (POSIX, for `find -regex` under LC_ALL=C, anchored at both ends) for the
 * entries that one of the globs names, as `./path`. The host itself leaves them out, with everything below
 * them. Empty where there are no globs.
 *
 * The forms and their meaning are picomatch's (with `dot`), with one difference: `cache/**` is everything in
 * `cache` but not `cache` itself, so that the directory arrives, empty. `?` and sets count bytes. Absolute
 * globs count where they begin with the tree's own path. Throws `GlobUnsupported` for other forms.
 */
export function globsToEre(globs: readonly string[], literals: readonly string[] = [], tree = ""): string {
  const all = [
    ...globs
      .map((glob) => relative(glob, tree))
      .filter((glob) => glob !== undefined)
      .map(globToEre),
    ...literals.map((path) => escapeAll(path)),
  ];
  return all.length === 0 ? "" : `\\./(${all.join("|")})`;
}

/** The glob as seen from the tree's root; undefined where it names something outside. */
function relative(glob: string, tree: string): string | undefined {
  const own = glob.startsWith("/")
    ? glob.startsWith(`${tree}/`)
      ? glob.slice(tree.length + 1)
      : undefined
    : glob;
  return own?.replace(/^(?:\.\/)+/, "").replace(/(?<!\*)\/+$/, "");
}

const SPECIAL = /[.+()|^$[\]{}*?\\]/g;
const escapeAll = (text: string): string => text.replace(SPECIAL, "\\$&");

function globToEre(glob: string): string {
  if (glob === "") throw new GlobUnsupported(glob, "it is empty");
  if (glob.startsWith("!"))
    throw new GlobUnsupported(glob, "it begins with `!`, and patterns cannot be turned round");
  if (/[?*+@!]\(/.test(glob)) throw new GlobUnsupported(glob, "extended globs such as `+(…)` are not known");
  if (/\{[^{},]*\.\.[^{},]*\}/.test(glob))
    throw new GlobUnsupported(glob, "ranges such as `{1..3}` are not known");
  const scanner = new Scanner(glob);
  let ere = "";
  while (!scanner.done) ere += scanner.next();
  if (scanner.depth > 0) throw new GlobUnsupported(glob, "a `{` is never closed");
  return ere;
}

/** Reads a glob from left to right, one construct at a time. */
class Scanner {
  private at = 0;
  depth = 0;

  constructor(private readonly glob: string) {}

  get done(): boolean {
    return this.at >= this.glob.length;
  }

  next(): string {
    const rest = this.glob.slice(this.at);
    if (this.atSegmentStart() && rest.startsWith("**/")) return this.take(/^(?:\*\*\/)+/, "([^/]+/)*");
    if (this.atSegmentStart() && /^\*\*$/.test(rest)) return this.take(/^\*\*/, ".+");
    if (rest.startsWith("*")) return this.take(/^\*+/, "[^/]*");
    if (rest.startsWith("?")) return this.take(/^\?/, "[^/]");
    if (rest.startsWith("[")) return this.set(rest);
    if (rest.startsWith("\\")) return this.literal(rest.slice(1, 2), 2);
    return this.brace(rest) ?? this.literal(rest.slice(0, 1), 1);
  }

  private atSegmentStart(): boolean {
    return this.at === 0 || /[/{,]/.test(this.glob.charAt(this.at - 1));
  }

  private take(what: RegExp, ere: string): string {
    this.at += what.exec(this.glob.slice(this.at))?.[0].length ?? 1;
    return ere;
  }

  private literal(character: string, length: number): string {
    if (character === "") throw new GlobUnsupported(this.glob, "it ends with a backslash");
    this.at += length;
    return escapeAll(character);
  }

  private set(rest: string): string {
    const [whole, not, members] = /^\[(\^?)([A-Za-z0-9 ._%+@,:;=~#-]+)\]/.exec(rest) ?? [];
    if (whole === undefined || members === undefined) {
      throw new GlobUnsupported(
        this.glob,
        "sets hold plain letters, digits and ranges only, such as `[a-z]` or `[^0-9]`",
      );
    }
    this.at += whole.length;
    return not ? `[^/${members}]` : `[${members}]`;
  }

  private brace(rest: string): string | undefined {
    const [character] = rest;
    if (character === "{") this.depth += 1;
    else if (character === "}" && this.depth > 0) this.depth -= 1;
    else if (character !== "," || this.depth === 0) return undefined;
    this.at += 1;
    return character === "{" ? "(" : character === "}" ? ")" : "|";
  }
}
