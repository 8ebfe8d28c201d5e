import type { Route } from "../model/proxy";
import { parseUpstream, upstreamText } from "./upstream";

const IN_TEXT = ["service", "domain", "upstream", "address", "port"] as const;
const IN_PATH = ["service", "domain"] as const;

type Values = Readonly<Record<string, string>>;
type Part = { readonly literal: string } | { readonly placeholder: string };

/** `{{word}}` is the literal `{word}`: other tools have placeholders of their own. */
const TOKEN = /\{\{([A-Za-z][A-Za-z0-9_]*)\}\}|\{([A-Za-z][A-Za-z0-9_]*)\}/g;

/** The shapes in which the variable placeholders stand in a written file. */
const SHAPES: Values = {
  upstream: String.raw`(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):\d{1,5}`,
  address: `(?:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|[A-Za-z0-9._-]+)`,
  port: String.raw`\d{1,5}`,
};

/**
 * The route file's text for an upstream. Throws where the template names an unknown placeholder, or where the
 * upstream could not be read back from the text: then nobody could tell where the route leads.
 */
export function renderTemplate(template: string, route: Route, upstream: string): string {
  const text = fill(parts(template, IN_TEXT), valuesOf(route, upstream));
  const found = matchTemplate(template, route, text);
  const { address, port } = parseUpstream(upstream);
  if (found === upstreamText(address, port)) return text;
  throw new Error(
    `The template of proxy ${route.proxy} does not say where the route leads. ` +
      "Let it contain {upstream}, or {address} and {port}, with something that is not a letter or digit around them.",
  );
}

/** Where the file of a route lies. Throws on any placeholder but {service} and {domain}. */
export function renderPath(path: string, route: Route): string {
  return fill(parts(path, IN_PATH), valuesOf(route));
}

/** The directory that all files of a path template share: "/etc/x/" of "/etc/x/{service}/route". */
export function sharedDirectory(path: string): string {
  const [first] = parts(path, IN_PATH);
  const start = first && "literal" in first ? first.literal : "";
  return start.slice(0, start.lastIndexOf("/")) || "/";
}

/**
 * The upstream that a route file leads to, found by reading the template as a pattern; undefined where the
 * text is not what the template would write for this route.
 */
export function matchTemplate(template: string, route: Route, text: string): string | undefined {
  const pieces = parts(template, IN_TEXT);
  const match = pattern(pieces, valuesOf(route)).exec(text);
  if (!match) return undefined;
  const upstream = match.groups?.upstream ?? fromPieces(match.groups, route);
  return upstream !== undefined && rewrites(pieces, route, upstream, text) ? upstream : undefined;
}

function fromPieces(groups: Readonly<Record<string, string>> | undefined, route: Route): string | undefined {
  const address = groups?.address;
  return address === undefined ? undefined : upstreamText(address, Number(groups?.port ?? route.port));
}

/** A pattern may match in more ways than one; what was found must give the very text again. */
function rewrites(pieces: readonly Part[], route: Route, upstream: string, text: string): boolean {
  try {
    return fill(pieces, valuesOf(route, upstream)) === text;
  } catch {
    return false;
  }
}

function valuesOf(route: Route, upstream?: string): Values {
  const fixed = { service: route.service, domain: route.domain };
  if (upstream === undefined) return fixed;
  const { address, port } = parseUpstream(upstream);
  return { ...fixed, upstream: upstreamText(address, port), address, port: String(port) };
}

function fill(pieces: readonly Part[], values: Values): string {
  return pieces.map((part) => ("literal" in part ? part.literal : (values[part.placeholder] ?? ""))).join("");
}

function pattern(pieces: readonly Part[], fixed: Values): RegExp {
  const seen = new Set<string>();
  const sources = pieces.map((part) => {
    if ("literal" in part) return literally(part.literal);
    const known = fixed[part.placeholder];
    if (known !== undefined) return literally(known);
    if (seen.has(part.placeholder)) return `\\k<${part.placeholder}>`;
    seen.add(part.placeholder);
    return `(?<${part.placeholder}>${SHAPES[part.placeholder] ?? ""})`;
  });
  return new RegExp(`^${sources.join("")}$`);
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function parts(template: string, allowed: readonly string[]): Part[] {
  const found: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(TOKEN)) {
    const [whole, literal, placeholder] = match;
    found.push({ literal: template.slice(end, match.index) });
    end = match.index + whole.length;
    if (placeholder === undefined) found.push({ literal: `{${literal}}` });
    else if (allowed.includes(placeholder)) found.push({ placeholder });
    else throw new Error(unknown(placeholder, allowed));
  }
  return [...found, { literal: template.slice(end) }];
}

function unknown(placeholder: string, allowed: readonly string[]): string {
  const known = allowed.map((word) => `{${word}}`).join(", ");
  return `{${placeholder}} is none of Ferry's placeholders (${known}). Write {{${placeholder}}} if the braces are meant as they are.`;
}
