import { explained } from "./explain/explain";
import { normalise, type Stack } from "./normal";
import { byPosition, type Finding, type Problem, pathText } from "./problems";
import { crossChecked } from "./rules/rules";
import type { StackDecl } from "./stack";
import { readDocument } from "./yaml/document";
import type { Placed } from "./yaml/encoding";

/** A stack that is sound, or everything that is wrong with it in the order of the file. */
export type Parsed =
  | { readonly ok: true; readonly stack: Stack }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a stack file: YAML, then the schema, then what the schema cannot say (names that refer to others, two
 * services in one place). Never throws.
 * @param source the file's text, or its bytes, which are then checked to be UTF-8
 * @param file how messages name the file
 */
export function parseStack(source: string | Uint8Array, file: string): Parsed {
  const { placed, root } = readDocument(source);
  if (root === undefined) return failed(file, placed);
  const misfits = explained(root.value);
  const findings = [...misfits, ...crossChecked(root.value, misfits)];
  if (placed.length + findings.length > 0) {
    const found = findings.map((finding) => ({ ...finding, ...root.positions(finding.path, finding.atKey) }));
    return failed(file, [...placed, ...found]);
  }
  // The schema is made from the same zod declaration as the type, so what it accepts has that type.
  return { ok: true, stack: normalise(root.value as StackDecl) };
}

function failed(file: string, placed: readonly Placed[]): Parsed {
  const problems = placed.map(({ line, column, path, atKey: _, ...said }: Placed & Finding) => ({
    file,
    line,
    column,
    path: pathText(path),
    ...said,
  }));
  return { ok: false, problems: problems.sort(byPosition) };
}
