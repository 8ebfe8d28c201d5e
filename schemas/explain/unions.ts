import type { ErrorObject } from "ajv";
import { nearest } from "./nearest";
import { type Fields, isFields, own } from "./values";

/** The alternatives of a union, the one that a value was meant to be, and the key that tells them apart. */
export interface Choice {
  readonly branches: readonly Fields[];
  readonly chosen: Fields | undefined;
  /** "kind", or undefined where each branch has a key of its own (ssh, local). */
  readonly by: string | undefined;
}

/** One error of ajv; a union that fits no branch comes as a single mistake of its own. */
export interface Mistake {
  readonly error: ErrorObject;
  readonly choice?: Choice;
}

/**
 * ajv tells, for a union, what is wrong with every branch. Only the branch that was meant is of interest:
 * the one with the same `kind` (or the nearest), or the one whose own key is there.
 */
export function condensed(errors: readonly ErrorObject[]): Mistake[] {
  const unions = errors.filter(isUnion);
  const mistakes = errors.flatMap((error): Mistake[] => {
    if (isUnion(error)) {
      const choice = choose(error);
      return choice.chosen === undefined ? [{ error, choice }] : [];
    }
    const union = unions.find((each) => isUnder(error, each));
    if (union === undefined) return [{ error }];
    const choice = choose(union);
    const branch = choice.chosen === undefined ? -1 : choice.branches.indexOf(choice.chosen);
    return error.schemaPath.startsWith(`${union.schemaPath}/${branch}/`) ? [{ error, choice }] : [];
  });
  return mistakes;
}

function isUnion(error: ErrorObject): boolean {
  return error.keyword === "oneOf" || error.keyword === "anyOf";
}

function isUnder(error: ErrorObject, union: ErrorObject): boolean {
  const sameValue = `${error.instancePath}/`.startsWith(`${union.instancePath}/`);
  return sameValue && error.schemaPath.startsWith(`${union.schemaPath}/`);
}

function choose(union: ErrorObject): Choice {
  const branches: Fields[] = Array.isArray(union.schema) ? union.schema.filter(isFields) : [];
  const by = branches.every((branch) => kindOf(branch) !== undefined) ? "kind" : undefined;
  return { branches, by, chosen: meant(union.data, branches, by) };
}

function meant(value: unknown, branches: readonly Fields[], by: string | undefined): Fields | undefined {
  // Whatever is no map breaks the same rule of every branch.
  if (!isFields(value)) return branches[0];
  if (by !== undefined) {
    const said = own(value, by);
    const kinds = branches.map((branch) => kindOf(branch) ?? "");
    const kind = typeof said === "string" ? (kinds.includes(said) ? said : nearest(said, kinds)) : undefined;
    return kind === undefined ? undefined : branches[kinds.indexOf(kind)];
  }
  const present = branches.filter((branch) => ownKeys(branch).some((key) => Object.hasOwn(value, key)));
  if (present.length > 0) return present.length === 1 ? present[0] : undefined;
  const typed = Object.keys(value);
  return branches.find((branch) => typed.some((key) => nearest(key, ownKeys(branch)) !== undefined));
}

/** The value of `kind` that selects a branch. */
export function kindOf(branch: Fields): string | undefined {
  const kind = own(own(own(branch, "properties"), "kind"), "const");
  return typeof kind === "string" ? kind : undefined;
}

/** The keys that a branch cannot do without. */
export function ownKeys(branch: Fields): readonly string[] {
  const required = own(branch, "required");
  return Array.isArray(required) ? required.filter((key): key is string => typeof key === "string") : [];
}

/** Every key that a map of this schema may have. */
export function keysOf(schema: unknown): readonly string[] {
  const properties = own(schema, "properties");
  return isFields(properties) ? Object.keys(properties) : [];
}
