import type { Plan } from "../../model/plan";
import type { Check } from "../../model/service";
import { wrapProse } from "../columns";
import { heading, type Line, remedy, type Tone, toned } from "../lines";
import { checksTally, leftBehind, sortedChecks } from "../summary";

const MARKS: Readonly<Record<Check["outcome"], { readonly mark: string; readonly tone?: Tone }>> = {
  fail: { mark: "FAIL", tone: "bad" },
  warn: { mark: "warn", tone: "warn" },
  pass: { mark: "ok  " },
};

/** The preflight report, failed checks first. */
export function checksSection(checks: readonly Check[], width: number): Line[] {
  if (checks.length === 0) return [];
  return [
    ...heading(`preflight: ${checksTally(checks)}`, width),
    ...sortedChecks(checks).flatMap((check) => checkLines(check, width)),
  ];
}

/** One check: its mark, what it found, and what to do. */
export function checkLines(check: Check, width: number): Line[] {
  const { mark, tone } = MARKS[check.outcome];
  return [
    ...toned(wrapProse(`${check.name}: ${check.text}`, width, `  ${mark}  `), tone),
    ...(check.remedy !== undefined ? remedy(check.remedy, width, "        ") : []),
  ];
}

/** What stays where it is, and why. */
export function leftSection(plan: Plan, width: number): Line[] {
  const left = leftBehind(plan);
  if (left.length === 0) return [];
  return [
    ...heading("not moved", width),
    ...toned(left.flatMap((one) => wrapProse(`${one.what}: ${one.why}`, width, "  ", { rest: "    " }))),
  ];
}
