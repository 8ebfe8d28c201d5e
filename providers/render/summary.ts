import type {
  Assessment,
  Conflict,
  DatasetPlan,
  DowntimePart,
  FileStatus,
  ImagePlan,
  Plan,
  RoutePlan,
} from "../model/plan";
import type { Check, LeftBehind } from "../model/service";
import { formatBytes, formatDuration, formatIso } from "./units";

/** What both renderings say of a plan, counted and ordered once. */

export const DOWNTIME_PARTS: Readonly<Record<DowntimePart["name"], string>> = {
  stop: "stop",
  list: "list the source",
  rest: "send the rest",
  start: "start to healthy",
  repoint: "repoint the proxy",
};

export function sent(plan: Plan): { readonly files: number; readonly bytes: number } {
  const images = plan.images.filter((image) => image.how === "copy");
  return {
    files: sum(plan.datasets.map((each) => each.scan.sendFiles)),
    bytes: sum(plan.datasets.map((each) => each.scan.sendBytes)) + sum(images.map(copyBytes)),
  };
}

/** The rate limit and what it means for this move; undefined where there is none. */
export function rateMeans(plan: Plan): string | undefined {
  if (plan.rate === undefined) return undefined;
  const atLeast = sent(plan).bytes / plan.rate;
  return `at most ${formatBytes(plan.rate)}/s on the link: ${formatDuration(atLeast)} for all of it, less as far as it can be compressed`;
}

/** Bytes of an image that travel from the source. */
const copyBytes = (image: ImagePlan): number => image.layers?.bytes ?? image.bytes;

/** What happens to an image, in words. */
export function imageMeans(image: ImagePlan, target: string): string {
  if (image.how === "present") return `already on ${target}`;
  if (image.how === "pull") return `pulled by ${target}`;
  if (image.how === "copy") return `copied from the source${copyMeans(image)}`;
  return "missing: neither the source nor a registry has it";
}

function copyMeans(image: ImagePlan): string {
  const { layers, whole } = image;
  const bytes = formatBytes(copyBytes(image));
  if (layers && layers.lacking < layers.of) return ` by ${layers.lacking} of ${layers.of} layers, ${bytes}`;
  return `, ${bytes}${whole === undefined ? "" : `, all of it: ${whole}`}`;
}

/** A conflict with the dataset that it lies in. */
export interface Placed extends Conflict {
  readonly in: DatasetPlan;
}

/** All listed conflicts, the undecided first, then in the scans' order. */
export function listedConflicts(plan: Plan): Placed[] {
  const all = plan.datasets.flatMap((each) => each.scan.conflicts.map((one) => ({ ...one, in: each })));
  return [
    ...all.filter((one) => one.decision === undefined),
    ...all.filter((one) => one.decision !== undefined),
  ];
}

export interface ConflictCounts {
  readonly differing: number;
  readonly undecided: number;
  readonly missing: number;
  readonly same: number;
  /** Counted in the scans, but not listed there. */
  readonly unlisted: number;
}

const DIFFERING: readonly FileStatus[] = ["newer_source", "newer_target", "conflict", "extra_target"];

export function conflictCounts(plan: Plan): ConflictCounts {
  const count = (status: FileStatus): number => sum(plan.datasets.map((each) => each.scan.counts[status]));
  const differing = sum(DIFFERING.map(count));
  const listed = sum(plan.datasets.map((each) => each.scan.conflicts.length));
  return {
    differing,
    undecided: sum(plan.datasets.map((each) => each.scan.undecided)),
    missing: count("missing_target"),
    same: count("match"),
    unlisted: Math.max(0, differing - listed),
  };
}

/** What a status means for these two hosts. */
export function statusMeans(status: Conflict["status"], from: string, to: string): string {
  if (status === "newer_source") return `changed later on ${from}`;
  if (status === "newer_target") return `changed later on ${to}`;
  if (status === "extra_target") return `only on ${to}`;
  return "differs, and neither side is clearly newer";
}

/** What a decision does to the file on the target. */
export function decisionMeans({ status, decision }: Conflict, to: string): string {
  if (decision === "skip") return `${to} keeps its own`;
  return status === "extra_target" ? `removed on ${to}` : `replaced on ${to}`;
}

/** What stays behind, each once: the plan's own and what the scans came across. */
export function leftBehind(plan: Plan): LeftBehind[] {
  const all = [...plan.left, ...plan.datasets.flatMap((each) => each.scan.left)];
  const seen = new Map(all.map((one) => [JSON.stringify([one.what, one.why]), one]));
  return [...seen.values()];
}

const OUTCOMES: readonly Check["outcome"][] = ["fail", "warn", "pass"];

/** Checks in the order a reviewer needs them: failed, warnings, passed. */
export function sortedChecks(checks: readonly Check[]): Check[] {
  return OUTCOMES.flatMap((outcome) => checks.filter((check) => check.outcome === outcome));
}

/** "1 failed, 2 warnings, 12 passed"; outcomes that no check has are left out. */
export function checksTally(checks: readonly Check[]): string {
  const count = (outcome: Check["outcome"]): number =>
    checks.filter((each) => each.outcome === outcome).length;
  const [failed, warned, passed] = [count("fail"), count("warn"), count("pass")];
  const parts = [
    failed > 0 ? `${failed} failed` : "",
    warned > 0 ? `${warned} ${warned === 1 ? "warning" : "warnings"}` : "",
    passed > 0 ? `${passed} passed` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

export function routeEnds(route: RoutePlan): string {
  return route.from === undefined ? `new, to ${route.to}` : `${route.from} -> ${route.to}`;
}

/** Would `up` refuse to go on with this service? */
export function isBlocked(assessment: Assessment): boolean {
  if (assessment.action === "none" || assessment.action === "recover") return false;
  return (assessment.action === "move" ? assessment.plan.blocks : assessment.blocks).length > 0;
}

/** What a move goes on with, where an earlier try was left; undefined otherwise. */
export function resumeMeans({ resumes, to }: Plan): string | undefined {
  if (!resumes) return undefined;
  return `Goes on with the move of ${formatIso(resumes.since)} that was left in the step ${resumes.step}: what has arrived whole on ${to} is not sent again.`;
}

type Recovery = Extract<Assessment, { readonly action: "recover" }>;

export function recoveryTitle(one: Recovery): string {
  return one.how === "finish" ? "finish a move that was cut off" : "put back a move that was cut off";
}

/** What `up` does about a move that was cut off, in two sentences. */
export function recoveryMeans(one: Recovery): string {
  const cut = `A move from ${one.from} to ${one.to} was cut off in the step ${one.step} (begun ${formatIso(one.since)}).`;
  const then =
    one.how === "finish" ? `finishes it, so that it runs on ${one.to}` : `puts it back to ${one.from}`;
  return `${cut} pulumi up first ${then}, and then looks again.`;
}

const ACTIONS = {
  move: "to move",
  adopt: "to adopt",
  recover: "to recover",
  blocked: "blocked",
  none: "unchanged",
} as const;

/** "1 to move (1 blocked), 3 unchanged". */
export function tally(assessments: readonly Assessment[]): string {
  if (assessments.length === 0) return "no services";
  const parts = (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).flatMap((action) => {
    const of = assessments.filter((each) => each.action === action);
    const stuck = action === "blocked" ? 0 : of.filter(isBlocked).length;
    return of.length === 0
      ? []
      : [`${of.length} ${ACTIONS[action]}${stuck > 0 ? ` (${stuck} blocked)` : ""}`];
  });
  return parts.join(", ");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
