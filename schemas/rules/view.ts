import { isFields, own } from "../explain/values";
import { quoted } from "../problems";

/**
 * A document seen through what is sound in it: the schema may have been broken elsewhere, and the rules
 * about names and places still have something to say about the rest.
 */
export interface View {
  /** Undefined where the document has no such map: then nothing can be said about names in it. */
  readonly hosts: readonly Entry[] | undefined;
  readonly proxies: readonly Entry[];
  readonly services: readonly Entry[];
}

/** One host, proxy or service. A value that is not there, or is not of the type, is undefined. */
export interface Entry {
  readonly name: string;
  readonly path: readonly [section: string, name: string];
  has(key: string): boolean;
  text(...keys: readonly string[]): string | undefined;
  number(...keys: readonly string[]): number | undefined;
  texts(...keys: readonly string[]): readonly string[];
}

export function viewOf(document: unknown): View {
  return {
    hosts: isFields(own(document, "hosts")) ? entries(document, "hosts") : undefined,
    proxies: entries(document, "proxies"),
    services: entries(document, "services"),
  };
}

function entries(document: unknown, section: string): Entry[] {
  const map = own(document, section);
  return isFields(map) ? Object.keys(map).map((name) => entry(own(map, name), section, name)) : [];
}

function entry(fields: unknown, section: string, name: string): Entry {
  const value = (keys: readonly string[]) => keys.reduce(own, fields);
  return {
    name,
    path: [section, name],
    has: (key) => own(fields, key) !== undefined,
    text: (...keys) => {
      const found = value(keys);
      return typeof found === "string" ? found : undefined;
    },
    number: (...keys) => {
      const found = value(keys);
      return typeof found === "number" ? found : undefined;
    },
    texts: (...keys) => {
      const found = value(keys);
      return Array.isArray(found) ? found.map((item) => (typeof item === "string" ? item : "")) : [];
    },
  };
}

/** Calls `clash` for every entry whose key an earlier one has too; entries without a key are left out. */
export function clashes<T, F>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  clash: (later: T, earlier: T) => F,
): F[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const key = keyOf(item);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier !== undefined) return [clash(item, earlier)];
    first.set(key, item);
    return [];
  });
}

/** A key made of parts, each of which may be missing; undefined if one is. */
export function joined(...parts: readonly (string | number | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}

/** `Hosts: alpha, beta`, and no more names than a line holds. */
export function listing(title: string, names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => (/^[\w.{}-]+$/.test(name) ? name : quoted(name)));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${title}: ${shown.length === 0 ? "none" : shown.join(", ")}${more}`;
}
