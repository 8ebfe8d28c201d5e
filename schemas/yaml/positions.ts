import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where in the text the value, or the key, at a path stands. A path that does not exist: its nearest parent. */
export type Positions = (path: readonly (string | number)[], atKey?: boolean) => Position;

export function positions(document: Document, lines: LineCounter): Positions {
  return (path, atKey = false) => {
    const { key, value, whole } = follow(document, path);
    const chosen = key !== undefined && (atKey || !whole || isEmpty(value)) ? key : (value ?? key);
    return linePosition(lines, chosen?.range?.[0] ?? 0);
  };
}

export function linePosition(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | undefined;
  /** False where the path went on and the document did not. */
  readonly whole: boolean;
}

function follow(document: Document, path: readonly (string | number)[]): Found {
  let key: Node | undefined;
  let value = document.contents ?? undefined;
  for (const part of path) {
    const holder = resolved(document, value);
    if (isSeq(holder) && typeof part === "number") {
      const item = holder.items[part];
      if (!isNode(item)) return { key, value, whole: false };
      [key, value] = [undefined, item];
    } else {
      const pair = isMap(holder) ? pairOf(document, holder, String(part)) : undefined;
      if (pair === undefined) return { key, value, whole: false };
      key = isNode(pair.key) ? pair.key : undefined;
      value = isNode(pair.value) ? pair.value : undefined;
    }
  }
  return { key, value, whole: true };
}

/** The pair of a key: the map's own, or one that it merges in with `<<`. */
function pairOf(document: Document, map: YAMLMap, key: string, depth = 0): Pair | undefined {
  const own = map.items.find((pair) => keyText(document, pair) === key);
  if (own !== undefined || depth > 50) return own;
  for (const pair of map.items) {
    if (keyText(document, pair) !== "<<") continue;
    const merged = resolved(document, pair.value);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const from = resolved(document, source);
      const found = isMap(from) ? pairOf(document, from, key, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export function keyText(document: Document, pair: Pair): string | undefined {
  const key = resolved(document, pair.key);
  if (!isScalar(key)) return undefined;
  return typeof key.value === "symbol" ? key.value.description : String(key.value);
}

export function resolved(document: Document, node: unknown): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isNode(node) ? node : undefined;
}

function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.range?.[0] === node.range?.[1]);
}
