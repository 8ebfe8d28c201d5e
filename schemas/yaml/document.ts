import { type Document, isScalar, LineCounter, parseAllDocuments, visit, type YAMLParseError } from "yaml";
import { quoted } from "../problems";
import { oddConstructs, pathOf } from "./constructs";
import { decode, type Placed } from "./encoding";
import { linePosition, type Positions, positions } from "./positions";
import { syntaxMistake } from "./syntax";

/** What a text holds as plain data, if it could be read, with the mistakes of the text itself. */
export interface ReadDocument {
  readonly placed: readonly Placed[];
  readonly root?: { readonly value: unknown; readonly positions: Positions };
}

const EMPTY = {
  path: [],
  line: 1,
  column: 1,
  message: "the file is empty",
  suggestion: "begin with the two keys hosts and services; schemas/example.yaml shows every key",
};

/** Reads YAML text (or its bytes) without ever throwing. Repeated keys are reported and reading goes on. */
export function readDocument(source: string | Uint8Array): ReadDocument {
  const decoded = decode(source);
  if ("trouble" in decoded) return { placed: [decoded.trouble] };
  const lines = new LineCounter();
  const parsed = parseAllDocuments(decoded.text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    stringKeys: true,
    logLevel: "error",
  });
  const documents = parsed.filter((each) => each.errors.length > 0 || !isNothing(each));
  const [document, second] = documents;
  if (document === undefined) return { placed: [EMPTY] };
  const syntax = documents.flatMap((each) => syntaxProblems(each, lines));
  if (syntax.length > 0) return { placed: onePerLine(syntax) };
  if (second !== undefined) return { placed: [secondDocument(second, lines)] };
  return plainData(document, lines);
}

function plainData(document: Document, lines: LineCounter): ReadDocument {
  const repeated = repeatedKeys(document, lines);
  const odd = oddConstructs(document).map(({ node, ...said }) => ({
    ...said,
    ...linePosition(lines, node.range?.[0] ?? 0),
  }));
  if (odd.length > 0) return { placed: [...repeated, ...odd] };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 10_000 });
    return { placed: repeated, root: { value, positions: positions(document, lines) } };
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const suggestion = "write the values out instead of using aliases";
    return { placed: [...repeated, { path: [], line: 1, column: 1, message, suggestion }] };
  }
}

function isNothing(document: Document): boolean {
  const { contents } = document;
  return contents === null || (isScalar(contents) && contents.value === null);
}

function syntaxProblems(document: Document, lines: LineCounter): Placed[] {
  return (
    document.errors
      .filter((error) => error.code !== "DUPLICATE_KEY")
      // After the first of them the parser is lost, and stumbles over what is sound.
      .filter(
        (error, i, all) =>
          all.findIndex(({ code }) => code === "UNEXPECTED_TOKEN") >= i || error.code !== "UNEXPECTED_TOKEN",
      )
      .map((error) => {
        const { offset, message, suggestion } = syntaxMistake(document, error);
        return { path: [], ...linePosition(lines, offset), message, suggestion };
      })
  );
}

/** One slip makes YAML stumble several times on a line; the first time says it. */
function onePerLine(placed: readonly Placed[]): Placed[] {
  return placed.filter((problem, i) => placed.findIndex((other) => other.line === problem.line) === i);
}

function secondDocument(document: Document, lines: LineCounter): Placed {
  return {
    path: [],
    ...linePosition(lines, document.contents?.range?.[0] ?? 0),
    message: 'a second document begins here, after a line "---"',
    suggestion: "keep one stack in one file",
  };
}

function repeatedKeys(document: Document, lines: LineCounter): Placed[] {
  const repeats = document.errors.filter((error) => error.code === "DUPLICATE_KEY");
  return repeats.map((error) => repeatedKey(document, error, lines));
}

function repeatedKey(document: Document, error: YAMLParseError, lines: LineCounter): Placed {
  let path: (string | number)[] = [];
  visit(document, {
    Pair: (_, pair, ancestors) => {
      const offset = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      if (offset === error.pos[0]) path = pathOf(document, [...ancestors, pair]);
    },
  });
  return {
    path,
    ...linePosition(lines, error.pos[0]),
    message: `the key ${quoted(String(path.at(-1) ?? ""))} stands twice in one map`,
    suggestion: "keep one of the two",
  };
}
