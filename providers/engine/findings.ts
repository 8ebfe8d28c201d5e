import type { DatasetPlan, ImagePlan, RoutePlan } from "../model/plan";
import type { Check, LeftBehind, Observed } from "../model/service";
import type { Findings } from "./plan";
import { limitOf } from "./prepare-move";
import type { Prospect } from "./prospect";

/** What both hosts said of a move. */
export interface Found {
  readonly datasets: DatasetPlan[];
  readonly images: readonly ImagePlan[];
  readonly checks: readonly Check[];
  readonly routes: readonly RoutePlan[];
  readonly means: readonly string[];
}

/** What was found as a plan is made of it. */
export function findings(prospect: Prospect, observed: Observed, found: Found): Findings {
  const { service, source, target } = prospect;
  const placed = new Set(found.datasets.map((each) => each.source.id));
  const homeless = observed.datasets.filter((each) => !placed.has(each.id));
  const left: LeftBehind[] = [
    ...observed.left,
    ...homeless.map((each) => ({ what: each.path, why: `${target.host.name} has no place for ${each.id}` })),
    ...found.datasets.flatMap((each) => each.scan.left),
  ];
  return {
    service: service.name,
    kind: service.kind,
    from: source.host.name,
    to: target.host.name,
    strategy: service.move.strategy,
    ...limitOf(service),
    ...resumedBy(prospect),
    conflictsAt: `services.${service.name}.move.conflicts`,
    ...found,
    images: found.images.map(imagePlan),
    left,
  };
}

/** What of a decision is for people; the rest is how it is done. */
const imagePlan = ({ name, how, bytes, layers, whole }: ImagePlan): ImagePlan => ({
  name,
  how,
  bytes,
  ...(layers ? { layers } : {}),
  ...(whole === undefined ? {} : { whole }),
});

function resumedBy({ resumes }: Prospect): Pick<Findings, "resumes"> {
  if (!resumes) return {};
  const { move, started: since } = resumes.document;
  return { resumes: { move, since, step: resumes.step } };
}
