import type { Finding } from "../problems";
import { quoted } from "../problems";
import type { Located } from "./explain";
import { nearest } from "./nearest";
import { type Choice, keysOf, kindOf, ownKeys } from "./unions";
import { described, either, isFields, own } from "./values";

/** Keys that a map lacks or should not have. A typo of a key that is needed is one mistake, not two. */
export function misnamedKeys(mistakes: readonly Located[]): Finding[] {
  const byMap = Map.groupBy(mistakes, ({ error }) => error.instancePath);
  return [...byMap.values()].flatMap((ofOneMap) => {
    const unknown = ofOneMap
      .filter(({ error }) => error.keyword === "additionalProperties")
      .map((mistake) => unknownKey(mistake));
    const meant = unknown.map(({ meant }) => meant);
    const lacking = ofOneMap.filter(
      ({ error }) =>
        error.keyword === "required" && !meant.includes(own(error.params, "missingProperty") as string),
    );
    return [...unknown.map(({ finding }) => finding), ...missingKeys(lacking), ...noBranch(ofOneMap)];
  });
}

function unknownKey({ error, choice, path }: Located) {
  const key = String(own(error.params, "additionalProperty"));
  const keys = keysOf(error.parentSchema);
  const elsewhere = kindsWith(key, choice);
  const free = keys.filter((other) => own(error.data, other) === undefined);
  const meant = elsewhere.length === 0 ? nearest(key, free) : undefined;
  const here = choice?.chosen === undefined ? "here" : holder(choice.chosen);
  const finding: Finding = {
    path: [...path, key],
    atKey: true,
    message:
      elsewhere.length > 0 ? `${here} has no key ${quoted(key)}` : `no key is named ${quoted(key)} here`,
    suggestion: remedy(meant, elsewhere),
    expected: `Keys: ${keys.join(", ")}`,
    got: key,
  };
  return { finding, meant };
}

function remedy(meant: string | undefined, elsewhere: readonly string[]): string {
  if (meant !== undefined) return `did you mean ${quoted(meant)}?`;
  return elsewhere.length > 0 ? `remove it; it belongs to ${either(elsewhere, "and")}` : "remove it";
}

/** The other alternatives that do have the key: `kind "process"`. */
function kindsWith(key: string, choice: Choice | undefined): string[] {
  const others =
    choice?.branches.filter((branch) => branch !== choice.chosen && keysOf(branch).includes(key)) ?? [];
  return others.map(holder);
}

function holder(branch: Readonly<Record<string, unknown>>): string {
  const kind = kindOf(branch);
  return kind === undefined ? `a host with ${quoted(ownKeys(branch).join(", "))}` : `kind ${quoted(kind)}`;
}

function missingKeys(mistakes: readonly Located[]): Finding[] {
  const [first] = mistakes;
  if (first === undefined) return [];
  const keys = mistakes.map(({ error }) => String(own(error.params, "missingProperty")));
  const properties = own(first.error.parentSchema, "properties");
  const told = keys.length === 1 ? own(own(properties, keys[0] ?? ""), "description") : undefined;
  return [
    {
      path: first.path,
      atKey: true,
      message: `${either(keys.map(quoted), "and")} ${keys.length === 1 ? "is" : "are"} missing`,
      suggestion: keys.length === 1 ? "add it" : "add them",
      ...(typeof told === "string" ? { expected: told } : {}),
    },
  ];
}

/** A map that fits no alternative: without its `kind`, or with the keys of two. */
function noBranch(mistakes: readonly Located[]): Finding[] {
  const mistake = mistakes.find(({ choice }) => choice !== undefined && choice.chosen === undefined);
  const data = mistake?.error.data;
  if (mistake?.choice === undefined || !isFields(data)) return [];
  const { choice, path } = mistake;
  if (choice.by !== undefined) return [withoutKind(data, choice, path)];
  const keys = choice.branches.flatMap(ownKeys);
  const both = keys.every((key) => Object.hasOwn(data, key));
  return [
    {
      path,
      atKey: true,
      message: both
        ? `has both ${either(keys.map(quoted), "and")}`
        : `has neither ${either(keys.map(quoted), "nor")}`,
      suggestion: both ? "keep one of them" : "add the one that says how it is reached",
      expected: choice.branches
        .map((branch) => `${quoted(ownKeys(branch).join(", "))}: ${String(own(branch, "description"))}`)
        .join(" "),
    },
  ];
}

function withoutKind(data: object, choice: Choice, path: Located["path"]): Finding {
  const kinds = choice.branches.map((branch) => kindOf(branch) ?? "");
  const expected = `Kinds: ${kinds.join(", ")}`;
  const said = own(data, "kind");
  if (said !== undefined) return { path: [...path, "kind"], ...wrongKind(said, kinds) };
  const typo = Object.keys(data).find((key) => nearest(key, ["kind"]) !== undefined);
  if (typo === undefined)
    return { path, atKey: true, message: '"kind" is missing', suggestion: "add it", expected };
  const message = `no key is named ${quoted(typo)} here`;
  return {
    path: [...path, typo],
    atKey: true,
    message,
    suggestion: 'did you mean "kind"?',
    expected,
    got: typo,
  };
}

/** A kind that does not exist, with the nearest that does. */
export function wrongKind(said: unknown, kinds: readonly string[]): Omit<Finding, "path"> {
  const expected = `Kinds: ${kinds.join(", ")}`;
  if (typeof said !== "string") {
    const message = said === null ? "is empty" : `must be the name of a kind, is ${described(said)}`;
    return { message, suggestion: "write one of them", expected };
  }
  const meant = nearest(said, kinds);
  const suggestion = meant === undefined ? "write one of them" : `did you mean ${quoted(meant)}?`;
  return { message: `no kind is named ${quoted(said)}`, suggestion, expected, got: said };
}
