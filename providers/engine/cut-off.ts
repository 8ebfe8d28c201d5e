import { LEASE_SECONDS } from "../commands/records";
import { journalText, lockRecord } from "../facts/records";
import { moveRequest, openMoves } from "../facts/requests";
import type { StepName } from "../model/plan";
import { ask } from "../model/procedure";
import type { LockRecord, MoveRequest } from "../model/record";
import { FerryError, remedyOf } from "./errors";
import type { Hosts } from "./hosts";
import { begun, type JournalDocument } from "./journal";
import { perform } from "./perform";
import type { SharedFacts } from "./sharing";

/** A move that has not come to its end and that nobody holds: paused, cut off, or not put back. */
export interface CutOff {
  readonly document: JournalDocument;
  readonly summary: {
    readonly from: string;
    readonly to: string;
    /** The last step that was begun. */
    readonly step: StepName;
    readonly since: string;
    /** `finish`: clients may have written to the target already; `unwind`: put everything back. */
    readonly how: "finish" | "unwind";
  };
  /** True where the service was never stopped and nothing was put back: the move can go on where it ended. */
  readonly resumable: boolean;
  /** What is still asked of it: a paused move waits for its request to be taken back. */
  readonly request?: MoveRequest;
}

/** The steps that are left once clients may have reached the target: from there the only way is on. */
export const FORWARD: readonly StepName[] = ["cutOver", "confirm", "commit", "retain"];

/** The steps in which a move may be left and gone on with: the service runs on the source all the while. */
export const RESUMABLE: readonly StepName[] = ["stage", "precopy"];

/** What one host remembers of the last move of a service. */
export interface Remembered {
  readonly document: JournalDocument;
  readonly lock?: LockRecord;
  readonly request?: MoveRequest;
}

/** Looks on every host for a move of the service that has not come to its end. */
export async function unfinished(hosts: Hosts, service: string): Promise<Remembered[]> {
  const looks = await Promise.allSettled(hosts.names.map((name) => rememberedOn(hosts, name, service)));
  const found = looks.flatMap((look) => (look.status === "fulfilled" && look.value ? look.value : []));
  const all = found.sort(byLength);
  const blind = looks.find((look) => look.status === "rejected");
  if (blind) throw all[0] ? outOfSight(all[0], blind.reason) : blind.reason;
  return all;
}

/** A move that was left cannot be judged while one of the hosts does not answer; but people want to know of it. */
function outOfSight({ document }: Remembered, cause: unknown): FerryError {
  const { service, from, to } = document;
  const steps = begun(document);
  const stopped = steps.includes("quiesce") && summaryOf(document).how === "unwind";
  return new FerryError(
    `The move of ${service} from ${from} to ${to} ended in step ${steps.at(-1) ?? "lock"}` +
      `${stopped ? `, with ${service} stopped on ${from}` : ""}, and what it has left cannot be looked at`,
    {
      service,
      step: "observe",
      remedy: `${remedyOf(cause) ?? "See that the host can be reached."} Then run \`pulumi up\` again: it goes on with the move or puts it back, and ${service} runs again.`,
      cause,
    },
  );
}

/** Both hosts have the journal; the longer one was written last. */
const byLength = (a: Remembered, b: Remembered): number =>
  b.document.entries.length - a.document.entries.length;

async function rememberedOn(hosts: Hosts, name: string, service: string): Promise<Remembered | undefined> {
  const host = await hosts.get(name).catch(() => undefined);
  if (!host) return undefined;
  const text = await perform(host, ask(journalText(host.host, service)));
  if (!text) return undefined;
  const document = JSON.parse(text) as JournalDocument;
  if (document.outcome === "committed" || document.outcome === "unwound") return undefined;
  const [lock, request] = await Promise.all([
    perform(host, ask(lockRecord(host.host, service))),
    perform(host, ask(moveRequest(host.host, service))),
  ]);
  return { document, ...(lock ? { lock } : {}), ...(request ? { request } : {}) };
}

/** True while the controller of a move says that it lives. */
export const isHeld = ({ lock }: Remembered): boolean => lock !== undefined && lock.age < LEASE_SECONDS;

/** The move of the service that somebody holds, or whose holder died less than a lease ago. */
export async function findHeld(hosts: Hosts, service: string): Promise<Remembered | undefined> {
  return (await unfinished(hosts, service)).find(isHeld);
}

/** The move of the service that was left before its end, where there is one and nobody holds it. */
export async function findCutOff(hosts: Hosts, service: string): Promise<CutOff | undefined> {
  const all = await unfinished(hosts, service);
  const [newest] = all;
  if (!newest || all.some(isHeld)) return undefined;
  const { document } = newest;
  const request = all.find((each) => each.document.move === document.move && each.request)?.request;
  return {
    document,
    summary: summaryOf(document),
    resumable: isResumable(document),
    ...(request ? { request } : {}),
  };
}

/** True where some host remembers a move that has not come to its end: one look at a host serves all services. */
export async function mayBeCutOff(hosts: Hosts, service: string, shared: SharedFacts): Promise<boolean> {
  const looks = hosts.names.map(async (name) => {
    const host = await hosts.get(name);
    return (await perform(host, ask(openMoves(host.host)), { shared })).has(service);
  });
  return (await Promise.allSettled(looks)).some((look) => look.status === "fulfilled" && look.value);
}

function summaryOf(document: JournalDocument): CutOff["summary"] {
  const steps = begun(document);
  const { from, to, started: since } = document;
  const how = FORWARD.some((name) => steps.includes(name)) ? "finish" : "unwind";
  return { from, to, step: steps.at(-1) ?? "lock", since, how };
}

function isResumable(document: JournalDocument): boolean {
  const putBack = document.entries.some(({ event }) => event === "undone" || event === "failed");
  const steps = begun(document);
  return !putBack && steps.length > 0 && steps.every((step) => RESUMABLE.includes(step));
}
