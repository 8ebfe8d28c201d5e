import { readRouteFile } from "../commands/proxy-file";
import type { Result } from "../model/command";
import { CommandFailed, type Fact } from "../model/procedure";

export interface RouteFile {
  /** The text that a restore has to put back; undefined where there is no file. */
  readonly text?: string;
  /** True where an earlier change was cut off between the write and the reload. */
  readonly cut: boolean;
  readonly directory: boolean;
}

/** The route file as it is on the host. Throws where it cannot be read, or is not UTF-8 text. */
export function routeFile(file: string): Fact<RouteFile> {
  const ask = readRouteFile(file);
  return {
    ask,
    parse: (result) => {
      if (result.code !== 0) throw new CommandFailed(ask, result);
      return parseRouteFile(file, result);
    },
  };
}

/** Reads what `readRouteFile` printed. */
export function parseRouteFile(file: string, result: Result): RouteFile {
  const end = result.stdout.indexOf("\n");
  const state = result.stdout.slice(0, end);
  const text = result.stdout.slice(end + 1);
  if (text.includes("\uFFFD")) {
    throw new Error(
      `${file} is not UTF-8 text, so it could not be put back exactly. Move it elsewhere first.`,
    );
  }
  if (state === "file" || state === "cut") return { text, cut: state === "cut", directory: true };
  if (state === "none" || state === "cut-none") return { cut: state === "cut-none", directory: true };
  if (state === "no-directory") return { cut: false, directory: false };
  throw new SyntaxError(`the state of ${file} is "${state}"`);
}
