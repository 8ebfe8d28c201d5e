import { LEASE_SECONDS } from "../../../providers/commands/records";
import { reasons, remedyOf } from "../../../providers/engine/errors";
import { begun, type JournalDocument } from "../../../providers/engine/journal";
import type { Sighting } from "../../../providers/engine/verdict";
import { journalText, lockRecord, placementRecord } from "../../../providers/facts/records";
import { moveRequest } from "../../../providers/facts/requests";
import type { StepName } from "../../../providers/model/plan";
import type { LockRecord, MoveRequest, PlacementRecord } from "../../../providers/model/record";
import type { ServiceSpec } from "../../../schemas/normal";
import { chained } from "../trouble";
import type { StackView } from "../world";

/** A stopped copy that is kept. Times are ISO 8601, by the host's clock. */
export interface KeptCopy {
  readonly host: string;
  readonly paths: readonly string[];
  readonly since: string;
  readonly until?: string;
}

/** A move that has neither been committed nor put back, as the records of its hosts tell of it. */
export interface MoveStatus {
  readonly move: string;
  readonly from?: string;
  readonly to?: string;
  /** The last step that began. */
  readonly step: StepName;
  readonly begun: string;
  /** Who moves: user@machine:process. */
  readonly controller: string;
  /** False where its controller has not been heard of for longer than its lease: it was cut off. */
  readonly alive: boolean;
  /** True where it was left on purpose, or where a connection broke, before the service was stopped. */
  readonly paused?: boolean;
  /** Who paused or cancelled it, while that stands. */
  readonly asked?: MoveRequest;
}

export interface ServiceStatus {
  readonly service: string;
  readonly kind: string;
  readonly declared: string;
  /** The hosts on which it runs: one, where all is well. */
  readonly runsOn: readonly { readonly host: string; readonly evidence: string; readonly since?: string }[];
  /** The hosts that have it, stopped. */
  readonly stoppedOn: readonly { readonly host: string; readonly evidence: string }[];
  readonly kept: readonly KeptCopy[];
  readonly moves: readonly MoveStatus[];
  /** Hosts that could not be asked. */
  readonly unasked: readonly { readonly host: string; readonly why: string; readonly remedy: string }[];
}

interface Records {
  readonly host: string;
  readonly placement?: PlacementRecord | undefined;
  readonly journal?: JournalDocument | undefined;
  readonly lock?: LockRecord | undefined;
  readonly request?: MoveRequest | undefined;
  readonly trouble?: { readonly text: string; readonly remedy: string };
}

/** Asks every host about a service and about what Ferry has left there. Does not reject for a host out of reach. */
export async function observeStatus(
  view: StackView,
  service: ServiceSpec,
  hosts: readonly string[],
): Promise<ServiceStatus> {
  const [seen, records] = await Promise.all([
    view.where(service),
    Promise.all(hosts.map((host) => recordsOn(view, service.name, host))),
  ]);
  const kept = records.flatMap(({ host, placement }) => keptCopy(host, placement));
  return {
    service: service.name,
    kind: service.kind,
    declared: service.host,
    runsOn: inState(seen, "running").map((one) => ({ ...one, ...sinceOf(records, one.host) })),
    stoppedOn: inState(seen, "stopped").filter(({ host }) => !kept.some((copy) => copy.host === host)),
    kept,
    moves: openMoves(records),
    unasked: unasked(seen, records),
  };
}

async function recordsOn(view: StackView, service: string, host: string): Promise<Records> {
  try {
    const [placement, journal, lock, request] = await Promise.all([
      view.ask(host, (at) => placementRecord(at, service)),
      view.ask(host, (at) => journalText(at, service)),
      view.ask(host, (at) => lockRecord(at, service)),
      view.ask(host, (at) => moveRequest(at, service)),
    ]);
    const document = journal === undefined ? undefined : (JSON.parse(journal) as JournalDocument);
    return { host, placement, lock, request, journal: document };
  } catch (error) {
    const remedy = remedyOf(error) ?? "See what `ferry doctor` says of this host.";
    return { host, trouble: { text: chained(reasons(error)), remedy } };
  }
}

function inState(
  seen: readonly Sighting[],
  state: "running" | "stopped",
): { host: string; evidence: string }[] {
  return seen.flatMap(({ host, whereabouts }) =>
    whereabouts?.state === state ? [{ host, evidence: whereabouts.evidence }] : [],
  );
}

function sinceOf(records: readonly Records[], host: string): { since?: string } {
  const placement = records.find((each) => each.host === host)?.placement;
  return placement?.role === "active" ? { since: iso(placement.at) } : {};
}

function keptCopy(host: string, placement: PlacementRecord | undefined): KeptCopy[] {
  if (placement?.role !== "retained") return [];
  const { paths, at, until } = placement;
  return [{ host, paths, since: iso(at), ...(until === undefined ? {} : { until: iso(until) }) }];
}

/** Both hosts of a move remember it, so each move is told once, from the journal that knows more. */
function openMoves(records: readonly Records[]): MoveStatus[] {
  const moves = new Map<string, MoveStatus>();
  const journals = records
    .flatMap(({ journal }) => journal ?? [])
    .sort((a, b) => a.entries.length - b.entries.length);
  const locks = records.flatMap(({ lock }) => lock ?? []);
  const request = records.flatMap((each) => each.request ?? [])[0];
  const alive = (move: string) => locks.some((lock) => lock.move === move && lock.age < LEASE_SECONDS);
  for (const { move, controller, since } of locks) {
    moves.set(move, { move, step: "lock", begun: since, controller, alive: alive(move) });
  }
  for (const journal of journals) {
    const { move, from, to, controller, started, outcome } = journal;
    const step = begun(journal).at(-1) ?? "lock";
    if (outcome === "committed" || outcome === "unwound") moves.delete(move);
    else {
      const about = {
        ...(outcome === "paused" ? { paused: true } : {}),
        ...(request ? { asked: request } : {}),
      };
      moves.set(move, { move, from, to, step, begun: started, controller, alive: alive(move), ...about });
    }
  }
  return [...moves.values()];
}

function unasked(seen: readonly Sighting[], records: readonly Records[]): ServiceStatus["unasked"] {
  const troubles = [...seen, ...records].flatMap(({ host, trouble }) =>
    trouble === undefined ? [] : [{ host, why: trouble.text, remedy: trouble.remedy }],
  );
  return [...new Map(troubles.map((one) => [one.host, one])).values()];
}

function iso(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
