import type { ServiceSpec } from "../../schemas/normal";
import { LEASE_SECONDS } from "../commands/records";
import { journalText, lockRecord } from "../facts/records";
import type { StepName } from "../model/plan";
import { ask } from "../model/procedure";
import type { Transport } from "../model/transport";
import type { Engine } from "./engine";
import { FerryError, MoveStuck } from "./errors";
import type { Hosts } from "./hosts";
import { begun, Journal, type JournalDocument } from "./journal";
import { Lease } from "./lease";
import type { Listener, Move } from "./move";
import { perform } from "./perform";
import { limitsOf, moversFor } from "./prepare-move";
import { routingOf } from "./routing";
import { run, unwind } from "./run";
import { allSteps, stepsOf } from "./steps";

/** A move that ended without a word: its controller died, or putting back did not work. */
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
}

/** The steps that are left once clients may have reached the target: from there the only way is on. */
const FORWARD: readonly StepName[] = ["cutOver", "confirm", "commit", "retain"];

/** Looks on every host for a move of the service that is neither committed nor put back, and that nobody holds. */
export async function findCutOff(hosts: Hosts, service: ServiceSpec): Promise<CutOff | undefined> {
  const documents = await Promise.all(hosts.names.map((name) => unfinished(hosts, name, service)));
  const newest = documents.filter((each) => each !== undefined).sort(byLength)[0];
  if (!newest) return undefined;
  const steps = begun(newest);
  const step = steps.at(-1) ?? "lock";
  const how = FORWARD.some((name) => steps.includes(name)) ? "finish" : "unwind";
  const { from, to, started: since } = newest;
  return { document: newest, summary: { from, to, step, since, how } };
}

/** Both hosts have the journal; the longer one was written last. */
const byLength = (a: JournalDocument, b: JournalDocument): number => b.entries.length - a.entries.length;

async function unfinished(
  hosts: Hosts,
  name: string,
  service: ServiceSpec,
): Promise<JournalDocument | undefined> {
  const host = await hosts.get(name).catch(() => undefined);
  if (!host) return undefined;
  const text = await perform(host, ask(journalText(host.host, service.name)));
  if (!text) return undefined;
  const document = JSON.parse(text) as JournalDocument;
  if (document.outcome === "committed" || document.outcome === "unwound") return undefined;
  const lock = await perform(host, ask(lockRecord(host.host, service.name)));
  return lock && lock.age < LEASE_SECONDS ? undefined : document;
}

/** Finishes or unwinds a move of which only the journal is left. Rejects with `MoveStuck` where it cannot. */
export async function recover(
  engine: Engine,
  service: ServiceSpec,
  cutOff: CutOff,
  log: Listener,
): Promise<void> {
  const { document, summary } = cutOff;
  const move = await rebuilt(engine, service, document, log);
  log.note(
    `${summary.how === "finish" ? "finishing" : "putting back"} the move ${summary.from} -> ${summary.to} that was cut off in step ${summary.step}`,
  );
  await move.lease.take();
  move.journal.resume();
  await engine.adapters.closeChannel(move.source, move.target, move.id);
  if (summary.how === "finish") return run(move, stepsOf(FORWARD));
  const cause = new FerryError(`the move was cut off in step ${summary.step}`, {
    service: service.name,
    remedy: "",
  });
  const ended = await unwind(move, allSteps, summary.step, cause);
  if (ended instanceof MoveStuck) throw ended;
}

async function rebuilt(
  engine: Engine,
  service: ServiceSpec,
  document: JournalDocument,
  log: Listener,
): Promise<Move> {
  const { adapters, hosts } = engine;
  const kind = adapters.kindOf(service);
  const [source, target] = await Promise.all([hosts.get(document.from), hosts.get(document.to)]);
  const routing = await routingOf(engine, service, target.host);
  const both: Transport[] = [source, target];
  return {
    id: document.move,
    plan: emptyPlan(document),
    service,
    kind,
    ...moversFor(service, adapters),
    source,
    target,
    images: [],
    observed: await perform(source, kind.observe(service, source.host)),
    ...(routing ? { routing } : {}),
    memo: structuredClone(document.memo),
    journal: new Journal(document, both),
    lease: new Lease(service.name, document.move, document.controller, both),
    limits: limitsOf(service),
    openChannel: () => adapters.openChannel(source, target, document.move),
    log,
    begun: new Map(),
    took: { bytes: 0, files: 0, passes: 0, steps: [] },
  };
}

function emptyPlan({ service, kind, from, to, strategy }: JournalDocument): Move["plan"] {
  return {
    service,
    kind,
    from,
    to,
    strategy,
    steps: [],
    datasets: [],
    means: [],
    images: [],
    left: [],
    checks: [],
    routes: [],
    downtime: { seconds: 0, parts: [] },
    blocks: [],
  };
}
