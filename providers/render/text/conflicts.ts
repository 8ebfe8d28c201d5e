import { patternFor } from "../../model/pattern";
import type { Plan, Side } from "../../model/plan";
import { pad, shorten, wrapProse } from "../columns";
import { decisionLines, PATTERNS_LISTED } from "../decide";
import { visibleName } from "../escape";
import { heading, type Line, toned } from "../lines";
import {
  type ConflictCounts,
  conflictCounts,
  decisionMeans,
  listedConflicts,
  type Placed,
  statusMeans,
} from "../summary";
import { countOf, formatBytes, formatCount, formatInstant } from "../units";

/** Hex digits of a checksum that are shown: enough to tell two files apart. */
const CHECKSUM_SHOWN = 12;

/** Every listed conflict with both sides and its decision; the undecided first, with the lines that decide them. */
export function conflictsSection(plan: Plan, width: number): Line[] {
  const counts = conflictCounts(plan);
  const listed = listedConflicts(plan);
  const undecided = listed.filter((one) => one.decision === undefined);
  const others = othersText(counts, plan);
  return [
    ...heading(conflictsTitle(counts), width),
    ...(others === "" ? [] : toned(wrapProse(others, width, "  "))),
    ...undecided.flatMap((one) => conflictLines(one, plan, width)),
    ...(counts.undecided > 0 ? decideLines(undecided, counts.undecided, plan, width) : []),
    ...listed.filter((one) => one.decision !== undefined).flatMap((one) => conflictLines(one, plan, width)),
    ...(counts.unlisted > 0
      ? toned(wrapProse(`and ${countOf(counts.unlisted, "conflict")} more that are not listed`, width, "  "))
      : []),
  ];
}

export function conflictsTitle(counts: ConflictCounts): string {
  if (counts.differing === 0) return "conflicts: none";
  const undecided = counts.undecided > 0 ? `${formatCount(counts.undecided)} undecided` : "all decided";
  return `conflicts: ${formatCount(counts.differing)}, ${undecided}`;
}

function othersText(counts: ConflictCounts, plan: Plan): string {
  const missing = `${countOf(counts.missing, "file")} only on ${plan.from} (missing_target: sent)`;
  const same = `${countOf(counts.same, "file")} the same on both (match)`;
  const parts = [counts.missing > 0 ? missing : "", counts.same > 0 ? same : ""];
  return parts.filter((part) => part !== "").join(", ");
}

function conflictLines(one: Placed, plan: Plan, width: number): Line[] {
  const open = one.decision === undefined;
  const mark = pad(one.decision ?? "UNDECIDED", 9);
  const where = plan.datasets.length > 1 ? ` in ${one.in.source.id}` : "";
  const status = `${one.status}${where}: ${statusMeans(one.status, plan.from, plan.to)}`;
  const decided = open ? "" : `; ${decisionMeans(one, plan.to)} (${one.because ?? one.decision})`;
  const names = Math.max(plan.from.length, plan.to.length);
  const exact = exactness(one.source, one.target);
  return [
    ...toned([`  ${mark}  ${shorten(visibleName(one.path), width - 13)}`], open ? "bad" : undefined),
    ...toned(wrapProse(status + decided, width, "    ")),
    ...toned(sideLines(plan.from, names, one.source, exact, width), "faint"),
    ...toned(sideLines(plan.to, names, one.target, exact, width), "faint"),
  ];
}

function sideLines(
  host: string,
  names: number,
  side: Side | undefined,
  exact: Exactness,
  width: number,
): string[] {
  const text = `${pad(host, Math.min(names, 20))}  ${sideText(side, exact)}`;
  return wrapProse(text, width, "      ", { rest: "        " });
}

/** "18.4 MB, 2026-11-21 12:33:07 UTC, sha256 0123456789ab". */
export function sideText(side: Side | undefined, exact: Exactness): string {
  if (side === undefined) return "not there";
  const bytes = exact.bytes ? `${formatCount(side.bytes)} B` : formatBytes(side.bytes);
  const sum = side.sha256 === undefined ? "" : `, sha256 ${side.sha256.slice(0, CHECKSUM_SHOWN)}`;
  return `${side.type === "file" ? bytes : side.type}, ${formatInstant(side.modified, exact.time)}${sum}`;
}

/** Which figures of two sides have to be exact, because they differ and would read the same when rounded. */
export interface Exactness {
  readonly bytes: boolean;
  readonly time: boolean;
}

export function exactness(source: Side | undefined, target: Side | undefined): Exactness {
  if (source === undefined || target === undefined) return { bytes: false, time: false };
  const alike = (one: number, other: number, format: (value: number) => string) =>
    one !== other && format(one) === format(other);
  return {
    bytes: alike(source.bytes, target.bytes, formatBytes),
    time: alike(source.modified, target.modified, formatInstant),
  };
}

function decideLines(undecided: readonly Placed[], total: number, plan: Plan, width: number): Line[] {
  const how = `to decide, write in services.${plan.service} of the stack file (overwrite: ${plan.to}'s is replaced, skip: ${plan.to} keeps its own):`;
  const beyond = total - Math.min(undecided.length, PATTERNS_LISTED);
  const more = `and so on for ${formatCount(beyond)} more; "uploads/**" decides a whole directory, \`default: overwrite\` or \`default: skip\` all.`;
  return [
    ...toned(wrapProse(how, width, "  "), "title"),
    ...toned(decisionLines(undecided.map(patternOf), width - 6).map((line) => `      ${line}`)),
    ...(beyond > 0 ? toned(wrapProse(more, width, "  ")) : []),
  ];
}

/** A dataset that is one file has no path inside: the pattern is where it lies on the target. */
export function patternOf(one: Placed): string {
  const inside = one.path !== "" && one.path !== ".";
  return patternFor(inside ? one.path : one.in.target.path);
}
