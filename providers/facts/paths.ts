import { checkEmpty, findTexts, lookAtPaths } from "../commands/paths";
import { CommandFailed, type Fact } from "../model/procedure";

export type PathType = "directory" | "file" | "socket" | "device" | "other" | "missing";

export interface SeenPath {
  readonly type: PathType;
  /** Without symbolic links; for a path that is missing, as far as its parents are there. */
  readonly real: string;
}

const TYPES: ReadonlySet<string> = new Set(["directory", "file", "socket", "device", "other", "missing"]);

/** What lies at each of the paths, by path. */
export function seenPaths(paths: readonly string[]): Fact<ReadonlyMap<string, SeenPath>> {
  const ask = lookAtPaths(paths);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseSeenPaths(paths, result.stdout);
    },
  };
}

/** Reads what `lookAtPaths` printed: for each path its type and its real path, each ended by NUL. */
export function parseSeenPaths(paths: readonly string[], text: string): ReadonlyMap<string, SeenPath> {
  const fields = text.split("\0");
  if (fields.length !== paths.length * 2 + 1) {
    throw new SyntaxError(`${fields.length - 1} fields for ${paths.length} paths`);
  }
  return new Map(paths.map((path, at) => [path, toSeen(fields[at * 2] ?? "", fields[at * 2 + 1] ?? "")]));
}

function toSeen(type: string, real: string): SeenPath {
  if (!TYPES.has(type)) throw new SyntaxError(`not a type of path: ${type.slice(0, 20)}`);
  return { type: type as PathType, real: real || "/" };
}

/** Absolute paths of the small text files below a directory whose names match the patterns. */
export function textFiles(directory: string, patterns: readonly string[]): Fact<readonly string[]> {
  return {
    ask: findTexts(directory, patterns),
    parse: ({ stdout }) =>
      stdout
        .split("\n")
        .filter((line) => line.startsWith("./"))
        .map((line) => `${directory}/${line.slice(2)}`)
        .sort(),
  };
}

/** True where a directory is there and has nothing in it. */
export const emptyDirectory = (directory: string): Fact<boolean> => ({
  ask: checkEmpty(directory),
  parse: ({ stdout }) => stdout.trim() === "empty",
});
