import { limited } from "../../commands/limit";
import type { Carried } from "../../model/channel";
import type { Finish, Pass, Passage, Transfer } from "../../model/mover";
import type { StepName } from "../../model/plan";
import type { Move } from "../move";
import { perform } from "../perform";
import { StallWatch } from "../stall";

/** One pass of one dataset, while the service runs. */
export interface Sending {
  readonly passage: Passage;
  readonly number: number;
  /** Bytes a second that the running service has been changing, where that is known. */
  readonly dirtyRate?: number;
}

/** What is done while the service runs can be given up at any moment. */
const givenUp = (move: Move, step: StepName): { readonly signal?: AbortSignal } =>
  step === "finalSync" ? {} : { signal: move.controls.signal };

/** Lists the source and keeps what has to be sent. */
export async function preparePass(move: Move, { passage, number }: Sending): Promise<Pass> {
  const listing = move.moverAhead.prepare(passage, number, move.begun.get(passage.from.id));
  const pass = await perform(move.source, listing, givenUp(move, "precopy"));
  move.begun.delete(passage.from.id);
  noteLive(move, passage, pass);
  return pass;
}

/** Sends what was prepared and remembers what has arrived. Returns the seconds that the bytes took. */
export async function transferPass(move: Move, sending: Sending, pass: Pass): Promise<number> {
  const { passage, number, dirtyRate } = sending;
  if (pass.unchanged) return 0;
  const started = performance.now();
  if (pass.files > 0) {
    await carry(move, move.moverAhead.transfer(passage, number), {
      step: "precopy",
      text: `${passage.from.id}, pass ${number + 1}`,
      found: pass,
      pass: number + 1,
      ...(dirtyRate === undefined ? {} : { dirtyRate }),
    });
  }
  const seconds = (performance.now() - started) / 1000;
  await perform(move.source, move.mover.settle(passage, number));
  move.took.files += pass.files;
  return seconds;
}

/** The last pass of one dataset. While the service is stopped nothing holds back. */
export async function finishPass(move: Move, passage: Passage, number: number): Promise<void> {
  const finish = move.mover.finish(passage, number, move.begun.get(passage.from.id));
  const carrying: Carrying = {
    step: "finalSync",
    text: `${passage.from.id}, pass ${number + 1}`,
    pass: number + 1,
  };
  const carried = await carry(move, finish, carrying);
  move.begun.delete(passage.from.id);
  noteLive(move, passage, carried.found);
  move.took.files += carried.found?.files ?? 0;
  const seen = finish.seen(carried.said);
  if (seen) move.seen.set(passage.from.id, seen);
}

/** What the plan said of a snapshot did not come true. */
function noteLive(move: Move, { from }: Passage, pass: Pass | undefined): void {
  if (pass?.live !== undefined)
    move.log.note(`${from.id} is read while it changes, not from a snapshot: ${pass.live}`);
}

export interface Carrying {
  readonly step: StepName;
  readonly text: string;
  /** What is about to be sent; where it is not known yet, a line of the sender may tell. */
  readonly found?: Pass;
  /** What is about to be sent where it is no pass. */
  readonly totalBytes?: number;
  /** False where what travels is about the data, and not the data itself. */
  readonly data?: boolean;
  readonly pass?: number;
  readonly dirtyRate?: number;
}

/** What was carried, and what the sender found before. */
interface CarriedPass extends Carried {
  readonly found?: Pass | undefined;
}

/** Joins both hosts for one transfer, within the move's rate limit, with progress. */
export async function carry(
  move: Move,
  transfer: Transfer | Finish,
  carrying: Carrying,
): Promise<CarriedPass> {
  const channel = await move.way.channel();
  const { rate } = move.plan;
  const send = rate === undefined ? transfer.send : limited(transfer.send, rate);
  const { signal } = givenUp(move, carrying.step);
  const watch = new StallWatch(rate);
  let { found } = carrying;
  const tell = telling(move, carrying);
  const onBytes = (bytes: number): void => {
    watch.reached(bytes);
    tell(bytes, found);
  };
  const onLine = (line: string): void => {
    if ("found" in transfer) found = transfer.found(line) ?? found;
  };
  try {
    const either = signal ? AbortSignal.any([signal, watch.signal]) : watch.signal;
    const carried = await channel.carry({ ...transfer, send }, { onBytes, onLine, signal: either });
    if (carrying.data !== false) move.took.bytes += carried.bytes;
    return { ...carried, found };
  } finally {
    watch.end();
  }
}

/** Tells how far a transfer is that begins now. */
function telling(move: Move, carrying: Carrying): (bytes: number, found?: Pass) => void {
  const started = performance.now();
  const { data: _, found: _found, totalBytes, ...rest } = carrying;
  return (bytes, found) => {
    const seconds = (performance.now() - started) / 1000;
    const rate = seconds > 0 ? bytes / seconds : 0;
    // The stream carries names and metadata too, so that small passes send more than their files hold.
    const expected = found?.bytes ?? totalBytes;
    const total = expected === undefined ? undefined : Math.max(expected, bytes);
    move.log.progress({
      ...rest,
      ...(found ? { files: found.files } : {}),
      bytes,
      rate,
      ...(total === undefined
        ? {}
        : { totalBytes: total, share: total > 0 ? Math.min(1, bytes / total) : 1 }),
      ...(total === undefined || rate === 0 ? {} : { secondsLeft: Math.max(0, (total - bytes) / rate) }),
    });
  };
}
