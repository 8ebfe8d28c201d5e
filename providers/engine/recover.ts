import type { ServiceSpec } from "../../schemas/normal";
import type { Transport } from "../model/transport";
import { Controls } from "./controls";
import { type CutOff, FORWARD } from "./cut-off";
import type { Engine } from "./engine";
import { FerryError, MoveStuck } from "./errors";
import { fallBack, isWanted } from "./fall-back";
import { Journal, type JournalDocument } from "./journal";
import { Lease } from "./lease";
import type { Listener, Move } from "./move";
import { perform } from "./perform";
import { limitsOf, moversFor } from "./prepare-move";
import { routingOf } from "./routing";
import { run } from "./run";
import { allSteps, stepsOf } from "./steps";
import { unwind } from "./unwind";
import { Way } from "./way";

/**
 * Gets a move that was cut off out of the way of one that is asked for: as `recover`, but where it is that move itself,
 * what has arrived is kept, to be gone on with.
 */
export async function makeWay(
  engine: Engine,
  service: ServiceSpec,
  cutOff: CutOff,
  log: Listener,
): Promise<void> {
  if (!isWanted(cutOff, service)) return recover(engine, service, cutOff, log);
  const { from, to, step } = cutOff.summary;
  const move = await rebuilt(engine, service, cutOff.document, log);
  log.note(`starting ${service.name} on ${from} again: the move to ${to} was cut off in step ${step}`);
  await move.lease.take();
  move.journal.resume();
  try {
    await move.closeOldChannel();
    await fallBack(move, allSteps);
    await move.journal.close("paused");
  } finally {
    await move.lease.give();
  }
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
  await move.closeOldChannel();
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
    controls: new Controls(service.name, both),
    lease: new Lease(service.name, document.move, document.controller, both),
    limits: limitsOf(service),
    closeOldChannel: () => adapters.closeChannel(source, target, document.move),
    way: new Way(() => adapters.openChannel(source, target, document.move)),
    log,
    begun: new Map(),
    seen: new Map(),
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
