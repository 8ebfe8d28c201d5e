import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of the package that this file belongs to. */
export function version(): string {
  // From the sources two directories up, from dist three: the first package.json above is the package's own.
  for (let at = __dirname; ; at = dirname(at)) {
    const found = versionIn(join(at, "package.json"));
    if (found !== undefined || at === dirname(at)) return found ?? "unknown";
  }
}

function versionIn(file: string): string | undefined {
  try {
    const { version: found } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    return typeof found === "string" ? found : undefined;
  } catch {
    return undefined;
  }
}
