import { patternFor } from "../model/pattern";
import type {
  Block,
  DatasetPlan,
  DowntimePart,
  ImagePlan,
  Plan,
  PlannedStep,
  Resumed,
  RoutePlan,
  StepName,
} from "../model/plan";
import type { Check, LeftBehind } from "../model/service";

/** Everything a plan is made of, as it was found on both hosts; no clock, no host is asked from here on. */
export interface Findings {
  readonly service: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly strategy: "cold" | "warm";
  readonly datasets: readonly DatasetPlan[];
  /** How files travel, and why so. */
  readonly means: readonly string[];
  readonly images: readonly ImagePlan[];
  readonly left: readonly LeftBehind[];
  readonly checks: readonly Check[];
  readonly routes: readonly RoutePlan[];
  /** The most bytes a second that the move may put on the link; undefined where it may use all of it. */
  readonly rate?: number;
  readonly resumes?: Resumed;
  /** Where the decisions are written, for remedies: "services.shop.move.conflicts". */
  readonly conflictsAt: string;
}

/** Bytes per second that an estimate assumes between two hosts nobody has measured: about a gigabit, encrypted. */
export const ASSUMED_RATE = 80_000_000;

/** Bytes per second that an estimate may count on. */
export const expectedRate = (limit: number | undefined): number =>
  Math.min(limit ?? ASSUMED_RATE, ASSUMED_RATE);

/** Share of the data that a running service is assumed to change while a pre-copy runs. */
const ASSUMED_CHANGED = 0.01;

/** Decides what a move does, from what was found. Pure, and the same findings give the same plan. */
export function makePlan(found: Findings): Plan {
  const parts = downtimeParts(found);
  return {
    service: found.service,
    kind: found.kind,
    from: found.from,
    to: found.to,
    strategy: found.strategy,
    ...(found.rate === undefined ? {} : { rate: found.rate }),
    ...(found.resumes === undefined ? {} : { resumes: found.resumes }),
    steps: plannedSteps(found),
    datasets: found.datasets,
    means: found.means,
    images: found.images,
    left: found.left,
    checks: found.checks,
    routes: found.routes,
    downtime: { seconds: round(parts.reduce((sum, part) => sum + part.seconds, 0)), parts },
    blocks: blocks(found),
  };
}

function plannedSteps(found: Findings): PlannedStep[] {
  const { from, to } = found;
  const step = (name: StepName, text: string, down = false): PlannedStep => ({ name, text, down });
  const routed = found.routes.length > 0;
  return [
    step("preflight", `look again at ${from} and ${to}; stop if anything differs from this plan`),
    step("lock", `take the lock of ${found.service} on both hosts`),
    step("stage", `make images, volumes and containers ready on ${to}, stopped`),
    ...(found.strategy === "warm"
      ? [step("precopy", `copy to ${to} while the service runs on ${from}`)]
      : []),
    step("quiesce", `stop it on ${from}; it will not start there by itself`, true),
    step("finalSync", found.strategy === "warm" ? "send what changed since" : `copy to ${to}`, true),
    step("verify", "compare both sides, checksums included", true),
    step("release", `${from} gives it up`, true),
    step("start", `swap the data in and start it on ${to}`, true),
    step("probe", "wait until it is healthy", true),
    ...(routed ? [step("cutOver", found.routes.map(repoint).join("; "), true)] : []),
    step("confirm", routed ? "check that the proxy leads there" : `check that it runs on ${to}`),
    step("commit", `record ${to} as its place`),
    step("retain", `keep the copy on ${from}, stopped`),
  ];
}

const repoint = (route: RoutePlan): string => `repoint ${route.domain} at ${route.to}`;

function downtimeParts(found: Findings): DowntimePart[] {
  const listing = found.datasets.reduce((sum, each) => sum + each.scan.listSeconds, 0);
  const bytes = found.datasets.reduce(
    (sum, each) =>
      sum + (found.strategy === "warm" ? each.scan.bytes * ASSUMED_CHANGED : each.scan.sendBytes),
    0,
  );
  const parts: DowntimePart[] = [
    { name: "stop", seconds: 1 },
    { name: "list", seconds: round(listing) },
    { name: "rest", seconds: round(bytes / expectedRate(found.rate)) },
    { name: "start", seconds: found.kind === "process" ? 1 : 3 },
  ];
  return found.routes.length > 0 ? [...parts, { name: "repoint", seconds: 0.3 }] : parts;
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10;

function blocks(found: Findings): Block[] {
  const failed = found.checks
    .filter((check) => check.outcome === "fail")
    .map((check) => ({
      reason: `${check.name}: ${check.text}`,
      remedy: check.remedy ?? "Mend it and try again.",
    }));
  const undecidedOnes = found.datasets.flatMap((each) => undecided(each, found.conflictsAt));
  return [...failed, ...found.datasets.flatMap(tooLong), ...undecidedOnes];
}

/** How much of the end of a path is shown that is too long to be shown. */
const SHOWN = 200;

function tooLong({ source, scan }: DatasetPlan): Block[] {
  const [first] = scan.tooLong ?? [];
  if (first === undefined) return [];
  const count = scan.tooLong?.length ?? 0;
  return [
    {
      reason: `${count === 1 ? "1 path" : `${count} paths`} below ${source.path} cannot travel, with more than 4,095 bytes: ...${first.slice(-SHOWN)}`,
      remedy:
        "Shorten it (rename a directory above it), or leave it out: name one of its directories under `move.exclude`.",
    },
  ];
}

function undecided(each: DatasetPlan, at: string): Block[] {
  if (each.scan.undecided === 0) return [];
  const first = each.scan.conflicts.find((conflict) => conflict.decision === undefined);
  const example = JSON.stringify(first ? patternFor(first.path) : "**");
  return [
    {
      reason: `${each.scan.undecided} ${each.scan.undecided === 1 ? "file differs" : "files differ"} on ${each.target.path} and nothing decides between them.`,
      remedy: `Write under ${at}: \`overwrite: [${example}]\` to replace the target's, \`skip: [${example}]\` to keep it, or \`default: overwrite\` for all.`,
    },
  ];
}
