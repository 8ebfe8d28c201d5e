/** One mistake in a stack file: where it is, what is wrong, and a way forward. */
export interface Problem {
  /** As it was given to `parseStack`. */
  readonly file: string;
  /** Both count from 1; the column counts UTF-16 units, as editors do. */
  readonly line: number;
  readonly column: number;
  /** "services.shop.host"; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong, without a full stop: `no host is named "alhpa"`. */
  readonly message: string;
  /** What would be right: "Hosts: alpha, beta, gate". */
  readonly expected?: string;
  /** What was there instead, as text for people. */
  readonly got?: string;
  /** The most likely remedy: `did you mean "alpha"?`, `write "60s"`. */
  readonly suggestion?: string;
}

/** A mistake before its place in the text is looked up. */
export interface Finding {
  readonly path: readonly (string | number)[];
  /** Points at the key rather than at its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly expected?: string;
  readonly got?: string;
  readonly suggestion?: string;
}

/** `stacks/prod.yaml:12:11: services.shop.host: no host is named "alhpa"; did you mean "alpha"? Hosts: …` */
export function formatProblem(problem: Problem): string {
  const where = `${problem.file}:${problem.line}:${problem.column}: `;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  const said = sentence([problem.message, problem.suggestion].filter(Boolean).join("; "));
  const expected = problem.expected === undefined ? "" : ` ${sentence(problem.expected)}`;
  return where + path + said + expected;
}

/** By place in the file; two at one place in the order of their paths. */
export function byPosition(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column || compare(a.path, b.path) || compare(a.message, b.message);
}

/** `services.shop.hosts[0]`; keys that are no plain words in quotes: `services["my shop"]`. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (!/^[A-Za-z0-9_-]+$/.test(part)) return `${text}[${quoted(part)}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** Text in quotes on one line, shortened where it is long. */
export function quoted(text: string): string {
  return written(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/**
 * Text in quotes, whole, as it could stand in the file: harmless to a terminal, and without what may be a
 * password (`user:password@host`), because messages end up in logs.
 */
export function written(text: string): string {
  const known = text.replace(/:[^\s/]*@/g, ":***@");
  return JSON.stringify(known).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => {
    const code = (c.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
