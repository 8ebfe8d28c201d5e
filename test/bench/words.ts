import { parseArgs } from "node:util";
import type { Bench } from "./bench";

/** What was asked for on the command line. */
export interface Wish {
  readonly benches: readonly Bench[];
  readonly runs: number;
}

const RUNS = "5";

/** Reads `[--runs N] [--only NAME]…`; a complaint says what is wrong and what there is. */
export function readWords(
  argv: readonly string[],
  all: readonly Bench[],
): Wish | { readonly complaint: string } {
  const names = all.map(({ name }) => name);
  const usage = `usage: npm run bench -- [--runs N] [--only NAME]...\nNAME is one of: ${names.join(", ")}`;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { runs: { type: "string", default: RUNS }, only: { type: "string", multiple: true } },
    });
    if (!/^[1-9]\d{0,2}$/.test(values.runs))
      return { complaint: `--runs takes a number from 1 to 999, not ${values.runs}\n${usage}` };
    const { only = names } = values;
    const unknown = only.find((name) => !names.includes(name));
    if (unknown !== undefined) return { complaint: `there is no bench ${unknown}\n${usage}` };
    return { benches: all.filter(({ name }) => only.includes(name)), runs: Number(values.runs) };
  } catch (error) {
    return { complaint: `${error instanceof Error ? error.message : String(error)}\n${usage}` };
  }
}
