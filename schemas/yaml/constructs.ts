import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
} from "yaml";
import { quoted } from "../problems";
import { keyText, resolved } from "./positions";

/** Something YAML allows, and a stack file cannot mean. */
export interface OddConstruct {
  readonly node: Node;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly suggestion: string;
}

const PLAIN_TAGS = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((t) => `tag:yaml.org,2002:${t}`),
);

/**
 * Aliases without an anchor or inside their own anchor, merges of what is no map, tags, and NUL characters:
 * what would throw, or turn into values that no other part expects, when the document becomes plain data.
 */
export function oddConstructs(document: Document): OddConstruct[] {
  const found: OddConstruct[] = [];
  const add = (
    node: Node,
    ancestors: readonly unknown[],
    said: readonly [string, string] | undefined,
  ): void => {
    if (said === undefined) return;
    const [message, suggestion] = said;
    found.push({ node, path: pathOf(document, [...ancestors, node]), message, suggestion });
  };
  visit(document, {
    Alias: (_, alias, ancestors) => add(alias, ancestors, oddAlias(document, alias, ancestors)),
    Pair: (_, pair, ancestors) => {
      if (isNode(pair.value)) add(pair.value, [...ancestors, pair], oddMerge(document, pair));
    },
    Value: (_, node, ancestors) => add(node, ancestors, oddTag(node) ?? oddText(node)),
  });
  return found;
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}

function oddAlias(document: Document, alias: Alias, ancestors: readonly unknown[]) {
  const anchored = alias.resolve(document);
  const shown = quoted(alias.source);
  if (anchored === undefined) {
    const anchor = /^[\w.-]{1,60}$/.test(alias.source) ? `&${alias.source}` : "an anchor of that name";
    return [`no anchor ${shown} stands above this alias`, `write ${anchor} before the first use`] as const;
  }
  if (!ancestors.includes(anchored)) return undefined;
  return [`the alias ${shown} stands inside what it names`, "write the value out"] as const;
}

function oddMerge(document: Document, pair: Pair) {
  if (keyText(document, pair) !== "<<") return undefined;
  const merged = resolved(document, pair.value);
  const sources = isSeq(merged) ? merged.items.map((item) => resolved(document, item)) : [merged];
  if (sources.every((source) => source === undefined || isMap(source))) return undefined;
  return ['"<<" merges what is no map', "name an anchor that stands on a map"] as const;
}

function oddTag(node: Node) {
  const tag = "tag" in node && typeof node.tag === "string" ? node.tag : undefined;
  if (tag === undefined || PLAIN_TAGS.has(tag)) return undefined;
  return [
    `the tag ${quoted(tag.replace("tag:yaml.org,2002:", "!!"))} means nothing in a stack file`,
    "remove it",
  ] as const;
}

function oddText(node: Node) {
  if (!isScalar(node) || typeof node.value !== "string" || !node.value.includes("\0")) return undefined;
  return ["holds a NUL character, which no command and no path can hold", "remove it"] as const;
}

/** The path of a node from those above it, the document first. */
export function pathOf(document: Document, line: readonly unknown[]): (string | number)[] {
  const path: (string | number)[] = [];
  line.forEach((node, i) => {
    const next = line[i + 1];
    if (isSeq(node)) path.push(node.items.indexOf(next));
    else if (isPair(node)) path.push(keyText(document, node) ?? "?");
  });
  return path.filter((part) => part !== -1);
}

function isPair(node: unknown): node is Pair {
  return typeof node === "object" && node !== null && "key" in node && "value" in node;
}
