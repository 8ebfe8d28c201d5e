import type { Block, Plan, RoutePlan } from "../../model/plan";
import type { Check } from "../../model/service";
import { shorten } from "../columns";
import { visibleText } from "../escape";
import { checksTally, leftBehind, sortedChecks } from "../summary";
import { countOf } from "../units";
import { bounded, type Detail } from "./detail";
import { codeName, fenced, html, prose } from "./escape";

/** Lines that a remedy may take. */
const REMEDY_LINES = 30;

/** Why the service may not be touched; first in a comment, because a comment is read from its top. */
export function blockList(blocks: readonly Block[], detail: Detail): string[] {
  if (blocks.length === 0) return [];
  const lines = bounded(blocks, detail.entries, (block) => [
    `- ${prose(block.reason, detail.text)}`,
    ...remedyLines(block.remedy, detail),
  ]);
  const head = ["[!CAUTION]", "**Blocked**: nothing moves until this is settled.", ""];
  return ["", ...[...head, ...lines].map((line) => `> ${line}`.trimEnd())];
}

/** A remedy of one line is prose; one of several lines is text to write, and keeps its lines. */
function remedyLines(remedy: string, detail: Detail): string[] {
  const lines = remedy.trimEnd().split(/\r?\n/);
  if (lines.length === 1) return [`  → ${prose(remedy, detail.text)}`];
  const shown = lines.slice(0, REMEDY_LINES).map((line) => shorten(visibleText(line), detail.text));
  return ["", ...fenced(shown, "text").map((line) => `  ${line}`), ""];
}

export function routeText(route: RoutePlan, code: (text: string) => string): string {
  const ends =
    route.from === undefined ? `new, to ${code(route.to)}` : `${code(route.from)} → ${code(route.to)}`;
  return `${code(route.domain)} on ${prose(route.proxy, 63)}: ${ends} in ${code(route.file)}`;
}

export function routeList(routes: readonly RoutePlan[], detail: Detail): string[] {
  if (routes.length === 0) return [];
  return ["", ...bounded(routes, detail.entries, (route) => [`- Route ${routeText(route, codeName)}`])];
}

/** What stays where it is, and why. */
export function leftList(plan: Plan, detail: Detail): string[] {
  const left = leftBehind(plan);
  if (left.length === 0) return [];
  const lines = bounded(left, detail.entries, (one) => [
    `- ${codeName(one.what)}: ${prose(one.why, detail.text)}`,
  ]);
  return folded(`Not moved (${left.length})`, lines);
}

/** The preflight report: what failed or warns is open, the rest folded away. */
export function checkLists(checks: readonly Check[], detail: Detail): string[] {
  if (checks.length === 0) return [];
  const sorted = sortedChecks(checks);
  const open = sorted.filter((check) => check.outcome !== "pass");
  const passed = sorted.filter((check) => check.outcome === "pass");
  return [
    "",
    `Preflight: ${checksTally(checks)}`,
    ...(open.length > 0 ? ["", ...bounded(open, detail.entries, (check) => checkLines(check, detail))] : []),
    ...(passed.length > 0 && detail.folded
      ? folded(
          `${countOf(passed.length, "check")} passed`,
          bounded(passed, detail.entries, (check) => checkLines(check, detail)),
        )
      : []),
  ];
}

const MARKS: Readonly<Record<Check["outcome"], string>> = {
  fail: "**failed** ",
  warn: "**warning** ",
  pass: "",
};

function checkLines(check: Check, detail: Detail): string[] {
  const line = `- ${MARKS[check.outcome]}${prose(`${check.name}: ${check.text}`, detail.text)}`;
  return [line, ...(check.remedy === undefined ? [] : remedyLines(check.remedy, detail))];
}

/** The steps in order, those in which the service does not answer in bold. */
export function stepList(plan: Plan, detail: Detail): string[] {
  if (plan.steps.length === 0 || !detail.folded) return [];
  const lines = plan.steps.map((step, index) => {
    const name = step.down ? `**${step.name}** (down)` : step.name;
    return `${index + 1}. ${name}: ${prose(step.text, detail.text)}`;
  });
  return folded(countOf(plan.steps.length, "step"), lines);
}

/** A block that is closed at first; its empty lines are what makes forges read Markdown in it. */
function folded(summary: string, lines: readonly string[]): string[] {
  return ["", "<details>", `<summary>${html(summary)}</summary>`, "", ...lines, "", "</details>"];
}
