import { type Document, isCollection, isScalar, isSeq, visit, type YAMLParseError } from "yaml";

/** A mistake of YAML itself in plain words, with the offset that it is best shown at. */
export interface SyntaxMistake {
  readonly offset: number;
  readonly message: string;
  readonly suggestion: string;
}

type Words = readonly [message: string, suggestion: string];

const INDENT_ALIKE: Words = [
  "this line is indented unlike its neighbours",
  "begin the keys of one map, and the items of one list, in the same column",
];
const NO_COLON: Words = ["this line is no key with a value", 'write "key: value"'];
const SPECIAL_START: Words = ["a value may not begin with this character", "put the value in quotes"];
const NESTED: Words = [
  "a key stands where a value belongs",
  'put a value that holds ": " in quotes; otherwise begin the keys of one map in the same column',
];

const WORDS: Readonly<Record<string, Words>> = {
  TAB_AS_INDENT: ["a tab is used for indentation, which YAML does not allow", "use spaces"],
  BAD_INDENT: INDENT_ALIKE,
  MISSING_CHAR: NO_COLON,
  BLOCK_AS_IMPLICIT_KEY: NESTED,
  MULTILINE_IMPLICIT_KEY: NESTED,
  BAD_SCALAR_START: SPECIAL_START,
  BAD_DQ_ESCAPE: [
    "a backslash in double quotes begins no known escape",
    'write "\\\\", or use single quotes',
  ],
  NON_STRING_KEY: ["a key is no plain text", "write the key as one word, or in quotes"],
  UNEXPECTED_TOKEN: [
    "this does not continue what stands before it",
    "remove it, or check the brackets, quotes and indentation before it",
  ],
  BAD_ALIAS: ["an alias has no proper name", "write *name for an anchor &name that stands above"],
};

/** Puts an error of the yaml library in words. What was opened and never closed is shown where it begins. */
export function syntaxMistake(document: Document, error: YAMLParseError): SyntaxMistake {
  const offset = error.pos[0];
  if (/closing|end with a/.test(error.message)) {
    const opened = openedBefore(document, offset);
    if (opened !== undefined) return opened;
  }
  const [message, suggestion] = WORDS[error.code] ?? [
    `is not valid YAML: ${error.message}`,
    "check the quotes, brackets and indentation here",
  ];
  return { offset, message, suggestion };
}

/** The innermost quote or bracket that was still open at an offset. */
function openedBefore(document: Document, offset: number): SyntaxMistake | undefined {
  let found: SyntaxMistake | undefined;
  visit(document, {
    Node: (_, node) => {
      const [start, , end] = node.range ?? [0, 0, 0];
      const mark = openingMark(node);
      if (mark === undefined || start >= offset || end < offset) return;
      const [open, close] = mark;
      found = { offset: start, message: `${open} is never closed`, suggestion: `close it with ${close}` };
    },
  });
  return found;
}

function openingMark(node: unknown): readonly [open: string, close: string] | undefined {
  if (isScalar(node) && node.type === "QUOTE_SINGLE") return ["a single quote", "'"];
  if (isScalar(node) && node.type === "QUOTE_DOUBLE") return ["a double quote", '"'];
  if (!isCollection(node) || node.flow !== true) return undefined;
  return isSeq(node) ? ['a list that begins with "["', "]"] : ['a map that begins with "{"', "}"];
}
