import { createHash } from "node:crypto";
import type { Assessment, Conflict, DatasetPlan, Plan } from "../model/plan";
import { UNCHANGED } from "./decide";

/** How many conflicts go into the inputs one by one; all of them go into the digest. */
const SHOWN = 50;

/**
 * What a reviewer approves, in a form that does not drift while nothing changes: no bytes, no times, no free
 * space. Pulumi keeps it in the checked inputs, so that `up --plan` refuses a move that differs from the
 * reviewed one.
 */
export interface ReviewedMove {
  readonly from: string;
  readonly to: string;
  readonly strategy: string;
  readonly steps: readonly string[];
  readonly conflicts: readonly string[];
  readonly routes: readonly string[];
  readonly failed: readonly string[];
  readonly digest: string;
}

/** The reviewable facts of an assessment; undefined where nothing would move. */
export function reviewedMove(assessment: Assessment): ReviewedMove | undefined {
  return assessment.action === "move" ? ofPlan(assessment.plan) : undefined;
}

function ofPlan(plan: Plan): ReviewedMove {
  const conflicts = plan.datasets.flatMap((each) => reviewable(each).map(line));
  const facts = {
    from: plan.from,
    to: plan.to,
    strategy: plan.strategy,
    steps: plan.steps.map((step) => step.name),
    conflicts: conflicts.slice(0, SHOWN),
    routes: plan.routes.map((route) => `${route.domain}: ${route.from ?? "none"} -> ${route.to}`),
    failed: plan.checks.filter((check) => check.outcome === "fail").map((check) => check.name),
  };
  const rest = {
    conflicts,
    targets: plan.datasets.map(target),
    images: plan.images.map((image) => `${image.name}: ${image.how}`),
    left: plan.left.map((left) => left.what),
    owners: plan.checks.filter(({ name }) => name === "owners").map(({ text }) => text),
  };
  return { ...facts, digest: digest([facts, rest]) };
}

const line = (conflict: Conflict): string =>
  `${conflict.dataset}: ${conflict.path}: ${conflict.status} -> ${conflict.decision ?? "undecided"}`;

/** What a running service changes over a retained copy that only Ferry touched needs nobody's review. */
const reviewable = (each: DatasetPlan): Conflict[] =>
  each.scan.conflicts.filter((conflict) => conflict.because !== UNCHANGED);

/** What the target holds of a dataset that the move would touch: its own files do not drift by themselves. */
function target(each: DatasetPlan): string {
  const sides = reviewable(each).map(
    (found) => `${found.path} ${found.target?.bytes} ${found.target?.modified}`,
  );
  return `${each.source.id} -> ${each.target.path} ${each.scan.undecided} ${sides.join("; ")}`;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
