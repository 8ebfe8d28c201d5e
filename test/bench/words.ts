import { parseArgs } from "node:util";
import type { Bench } from "./bench";

/** One bench that was asked for. */
export interface Wanted {
  readonly bench: Bench;
  readonly parts: ReadonlySet<string>;
}

/** What was asked for on the command line. */
export interface Wish {
  readonly wanted: readonly Wanted[];
  readonly runs: number;
  readonly scale: number;
}

/** Says what is wrong with the words and what there is. */
interface Complaint {
  readonly complaint: string;
}

const OPTIONS = {
  runs: { type: "string", default: "5" },
  scale: { type: "string", default: "1" },
  only: { type: "string", multiple: true },
} as const;

/** Reads `[--runs N] [--only NAME[/PART]]…`, and `[--scale S]` where there are benches that can be made smaller. */
export function readWords(argv: readonly string[], all: readonly Bench[]): Wish | Complaint {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS });
    const { runs, scale, only } = values;
    if (!/^[1-9]\d{0,2}$/.test(runs)) throw new TypeError(`--runs takes a number from 1 to 999, not ${runs}`);
    if (!(Number(scale) > 0 && Number(scale) <= 1))
      throw new TypeError(`--scale takes a number above 0 and up to 1, not ${scale}`);
    const wanted = only === undefined ? all.map((bench) => whole(bench)) : choose(only, all);
    const fixed = wanted.find(({ bench }) => !bench.scalable);
    if (scale !== "1" && fixed) throw new TypeError(`${fixed.bench.name} cannot be made smaller by --scale`);
    return { wanted, runs: Number(runs), scale: Number(scale) };
  } catch (error) {
    return { complaint: `${error instanceof Error ? error.message : String(error)}\n${usage(all)}` };
  }
}

const whole = (bench: Bench): Wanted => ({ bench, parts: new Set(bench.parts) });

/** Each bench once, in the order of all, with every part that was named. */
function choose(only: readonly string[], all: readonly Bench[]): Wanted[] {
  const unknown = only.find((name) => !all.some((bench) => namesOf(bench).includes(name)));
  if (unknown !== undefined) throw new TypeError(`there is no bench ${unknown}`);
  return all.flatMap((bench) => {
    const named = only.filter((name) => namesOf(bench).includes(name));
    if (named.length === 0) return [];
    if (named.includes(bench.name)) return [whole(bench)];
    return [{ bench, parts: new Set(named.map((name) => name.slice(bench.name.length + 1))) }];
  });
}

const namesOf = ({ name, parts = [] }: Bench): string[] => [name, ...parts.map((part) => `${name}/${part}`)];

function usage(all: readonly Bench[]): string {
  const scale = all.some(({ scalable }) => scalable) ? " [--scale S]" : "";
  const parts = all.some((bench) => bench.parts) ? "[/PART]" : "";
  const names = all.map((bench) => (bench.parts ? `${bench.name}[/${bench.parts.join("|")}]` : bench.name));
  return `usage: [--runs N]${scale} [--only NAME${parts}]...\nNAME is one of: ${names.join(", ")}`;
}
