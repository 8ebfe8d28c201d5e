import { posix } from "node:path";
import { parseDocument } from "yaml";
import { findComposeFiles, readFiles } from "../commands/compose-files";
import type { Fact } from "../model/procedure";

/** What lies in the directory of a Compose project. */
export interface ComposeDirectory {
  /** Without symbolic links. */
  readonly real: string;
  /** Compose files, relative to the directory; empty where it has none. */
  readonly files: readonly string[];
}

/** The directory of a project; undefined where it is not there. */
export const composeDirectory = (
  directory: string,
  files?: readonly string[],
): Fact<ComposeDirectory | undefined> => ({
  ask: findComposeFiles(directory, files),
  parse: ({ stdout }) => parseComposeDirectory(stdout),
});

/** Reads the lines of `findComposeFiles`. */
export function parseComposeDirectory(text: string): ComposeDirectory | undefined {
  const lines = text.split("\n");
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const [real] = values("directory");
  if (real === undefined) return undefined;
  const elsewhere = values("elsewhere").flatMap((value) => value.replace(/^["']|["']$/g, "").split(":"));
  const named = elsewhere.filter((file) => file !== "" && !file.includes("$"));
  return { real, files: named.length > 0 ? named : values("file") };
}

/** The text of each of the files, by path; what cannot be read is empty. */
export function fileTexts(paths: readonly string[]): Fact<ReadonlyMap<string, string>> {
  return {
    ask: readFiles(paths),
    parse: ({ stdout }) => {
      const texts = stdout.split("\0");
      return new Map(paths.map((path, at) => [path, texts[at] ?? ""]));
    },
  };
}

/** A file that a compose file names, and what for. */
export interface NamedFile {
  readonly path: string;
  readonly as: "include" | "extends" | "env_file";
}

/**
 * The files that a compose file needs beside itself (compose-spec: include, extends, env_file), as absolute
 * paths. `docker compose config` no longer shows them. Names with variables are passed over.
 */
export function filesNamedIn(text: string, directory: string): NamedFile[] {
  const document: unknown = parseDocument(text, { logLevel: "silent" }).toJS();
  if (!isRecord(document)) return [];
  const found: NamedFile[] = names(document.include, "path").map((path) => ({ path, as: "include" }));
  for (const entry of list(document.include)) {
    found.push(
      ...(isRecord(entry) ? names(entry.env_file, "path") : []).map(
        (path) => ({ path, as: "env_file" }) as const,
      ),
    );
  }
  for (const service of isRecord(document.services) ? Object.values(document.services) : []) {
    if (!isRecord(service)) continue;
    found.push(...names(service.env_file, "path").map((path) => ({ path, as: "env_file" }) as const));
    const { extends: base } = service;
    if (isRecord(base))
      found.push(...names(base.file, "path").map((path) => ({ path, as: "extends" }) as const));
  }
  return found
    .filter(({ path }) => !path.includes("$") && !path.includes("://"))
    .map(({ path, as }) => ({ path: posix.resolve(directory, path), as }));
}

/** A string, a list of strings, or objects that hold them under `key`. */
function names(value: unknown, key: string): string[] {
  return list(value).flatMap((entry) => {
    if (typeof entry === "string") return [entry];
    return isRecord(entry) ? list(entry[key]).filter((path) => typeof path === "string") : [];
  });
}

const list = (value: unknown): unknown[] => (value === undefined || value === null ? [] : [value].flat());

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
