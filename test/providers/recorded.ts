import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../../providers/model/command";

/** What a tool really printed once: its name and version, the command, the answer. */
export interface Recorded extends Result {
  readonly tool: string;
  readonly argv: readonly string[];
}

/** An answer that was recorded on a host of the lab (test/providers/facts/fixtures/recorded). */
export function recorded(name: string): Recorded {
  return JSON.parse(readFileSync(join(__dirname, "facts/fixtures/recorded", `${name}.json`), "utf8"));
}
