import { milliseconds } from "../../schemas/duration";
import type { ServiceSpec } from "../../schemas/normal";
import { bytesPerSecond } from "../../schemas/rate";
import type { Passage } from "../model/mover";
import type { Plan } from "../model/plan";
import { gentleMover } from "../movers/gentle";
import type { Adapters } from "./adapters";
import { Controls } from "./controls";
import type { Gathered } from "./gather";
import { Journal } from "./journal";
import { Lease } from "./lease";
import type { Limits, Listener, Memo, Move } from "./move";
import type { Prospect } from "./prospect";
import { Way } from "./way";

/** Makes a move of a plan: everything the steps need, nothing done yet. */
export function prepareMove(
  adapters: Adapters,
  prospect: Prospect,
  gathered: Gathered,
  plan: Plan,
  id: string,
  controller: string,
  log: Listener,
): Move {
  const { service, source, target, resumes } = prospect;
  const { observed, images } = gathered;
  const memo: Memo = { passages: passagesOf(prospect, plan, id, gathered) };
  const document = {
    version: 1,
    move: id,
    service: service.name,
    kind: service.kind,
    from: plan.from,
    to: plan.to,
    strategy: plan.strategy,
    controller,
    started: resumes?.document.started ?? new Date().toISOString(),
    memo,
    entries: resumes?.document.entries ?? [],
  } as const;
  const both = [source, target];
  return {
    ...prospect,
    id,
    plan,
    observed,
    images,
    memo,
    log,
    ...moversFor(service, adapters),
    journal: new Journal(document, both),
    controls: new Controls(service.name, both),
    lease: new Lease(service.name, id, controller, both),
    limits: limitsOf(service),
    closeOldChannel: () => adapters.closeChannel(source, target, id),
    way: new Way(
      () => adapters.openChannel(source, target, id),
      (text) => log.note(text),
    ),
    begun: new Map(),
    seen: new Map(),
    took: { bytes: 0, files: 0, passes: 0, steps: [] },
  };
}

/** How datasets travel: while the service is stopped, and while it runs. */
export function moversFor({ move }: ServiceSpec, { mover }: Adapters): Pick<Move, "mover" | "moverAhead"> {
  return { mover, moverAhead: move.gentle ? gentleMover(mover) : mover };
}

/** Less than the lease: what is done to the source then is still this move's to do. */
const SOURCE_WITHIN = 60_000;

export function limitsOf(service: ServiceSpec): Limits {
  return {
    maxDowntimeSeconds: milliseconds(service.move.maxDowntime) / 1000,
    healthWithinMs: milliseconds(service.health.within),
    retainSeconds: milliseconds(service.move.retain) / 1000,
    sourceWithinMs: SOURCE_WITHIN,
  };
}

/** The rate limit of a service's moves in bytes a second, where it has one. */
export function limitOf({ move }: ServiceSpec): { readonly rate?: number } {
  return move.rate === undefined ? {} : { rate: bytesPerSecond(move.rate) };
}

export function passagesOf(
  { service, source, target }: Prospect,
  plan: Plan,
  move: string,
  { means, owners, snapshots }: Pick<Gathered, "means" | "owners" | "snapshots">,
): Passage[] {
  return plan.datasets.map((each) => ({
    source: source.host,
    target: target.host,
    from: each.source,
    to: each.target,
    move,
    keep: each.scan.keep,
    exclude: [...service.move.exclude, ...(each.source.exclude ?? [])],
    means,
    ...(owners && each.source.owners === "by-name" ? { owners } : {}),
    ...(snapshots.has(each.source.id) ? { snapshot: true } : {}),
  }));
}
