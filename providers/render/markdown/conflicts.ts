import type { Plan } from "../../model/plan";
import { decisionLines, PATTERNS_LISTED } from "../decide";
import { conflictCounts, decisionMeans, listedConflicts, type Placed } from "../summary";
import { exactness, patternOf, sideText } from "../text/conflicts";
import { countOf } from "../units";
import type { Detail } from "./detail";
import { cellName, fenced, prose } from "./escape";

/** The table of conflicts (undecided first) and the lines that decide them. */
export function conflictBlock(plan: Plan, detail: Detail): string[] {
  const counts = conflictCounts(plan);
  if (counts.differing === 0) return [];
  const listed = listedConflicts(plan);
  const shown = listed.slice(0, detail.conflicts);
  const undecided = listed.filter((one) => one.decision === undefined);
  const hidden = counts.unlisted + listed.length - shown.length;
  return [
    "",
    ...(shown.length > 0 ? table(plan, shown) : []),
    ...(hidden > 0 ? ["", `${countOf(hidden, "conflict")} more: see \`ferry plan ${plan.service}\`.`] : []),
    ...decide(plan, undecided.slice(0, Math.min(detail.conflicts, PATTERNS_LISTED)), counts.undecided),
  ];
}

function table(plan: Plan, shown: readonly Placed[]): string[] {
  return [
    `| Decision | Path | Status | ${prose(plan.from, 63)} | ${prose(plan.to, 63)} |`,
    "|---|---|---|---|---|",
    ...shown.map((one) => row(plan, one)),
  ];
}

function row(plan: Plan, one: Placed): string {
  const decision = one.decision === undefined ? "**undecided**" : prose(decidedText(plan, one), 120);
  const path =
    plan.datasets.length > 1 ? `${cellName(one.in.source.id)} ${cellName(one.path)}` : cellName(one.path);
  const exact = exactness(one.source, one.target);
  const sides = [one.source, one.target].map((side) => prose(sideText(side, exact), 120));
  return `| ${[decision, path, `\`${one.status}\``, ...sides].join(" | ")} |`;
}

function decidedText(plan: Plan, one: Placed): string {
  return `${one.decision}: ${decisionMeans(one, plan.to)} (${one.because ?? one.decision})`;
}

function decide(plan: Plan, undecided: readonly Placed[], total: number): string[] {
  if (undecided.length === 0) return [];
  const to = prose(plan.to, 63);
  const beyond = total - undecided.length;
  return [
    "",
    `To decide, write in \`services.${plan.service}\` of the stack file (\`overwrite\` replaces what ${to} has, \`skip\` keeps it):`,
    "",
    ...fenced(decisionLines(undecided.map(patternOf), 100), "yaml"),
    ...(beyond > 0 ? ["", `and so on for ${countOf(beyond, "more path", "more paths")}.`] : []),
  ];
}
