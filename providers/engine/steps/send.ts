import { limited } from "../../commands/limit";
import type { Carried } from "../../model/channel";
import type { Mover, Pass, Passage, Transfer } from "../../model/mover";
import type { StepName } from "../../model/plan";
import type { Move } from "../move";
import { perform } from "../perform";
import { StallWatch } from "../stall";

/** One pass of one dataset. */
export interface Sending {
  readonly passage: Passage;
  readonly number: number;
  readonly step: StepName;
  /** Bytes a second that the running service has been changing, where that is known. */
  readonly dirtyRate?: number;
}

/** While the service is stopped nothing holds back. */
const moverOf = (move: Move, step: StepName): Mover => (step === "finalSync" ? move.mover : move.moverAhead);

/** What is done while the service runs can be given up at any moment. */
const givenUp = (move: Move, step: StepName): { readonly signal?: AbortSignal } =>
  step === "finalSync" ? {} : { signal: move.controls.signal };

/** Lists the source and keeps what has to be sent. */
export async function preparePass(move: Move, { passage, number, step }: Sending): Promise<Pass> {
  const begun = move.begun.get(passage.from.id);
  const how = { final: step === "finalSync", ...(begun === undefined ? {} : { begun }) };
  const pass = await perform(
    move.source,
    moverOf(move, step).prepare(passage, number, how),
    givenUp(move, step),
  );
  move.begun.delete(passage.from.id);
  return pass;
}

/** Sends what was prepared and remembers what has arrived. Returns the seconds that the bytes took. */
export async function transferPass(move: Move, sending: Sending, pass: Pass): Promise<number> {
  const { passage, number, step, dirtyRate } = sending;
  if (pass.unchanged) return 0;
  const started = performance.now();
  if (pass.files > 0) {
    await carry(move, moverOf(move, step).transfer(passage, number), {
      step,
      text: `${passage.from.id}, pass ${number + 1}`,
      totalBytes: pass.bytes,
      pass: number + 1,
      files: pass.files,
      ...(dirtyRate === undefined ? {} : { dirtyRate }),
    });
  }
  const seconds = (performance.now() - started) / 1000;
  await perform(move.source, move.mover.settle(passage, number));
  move.took.files += pass.files;
  return seconds;
}

export interface Carrying {
  readonly step: StepName;
  readonly text: string;
  readonly totalBytes?: number;
  /** False where what travels is about the data, and not the data itself. */
  readonly data?: boolean;
  readonly pass?: number;
  readonly files?: number;
  readonly dirtyRate?: number;
}

/** Joins both hosts for one transfer, within the move's rate limit, with progress. */
export async function carry(move: Move, transfer: Transfer, carrying: Carrying): Promise<Carried> {
  move.channel ??= await move.openChannel();
  const { rate } = move.plan;
  const send = rate === undefined ? transfer.send : limited(transfer.send, rate);
  const { signal } = givenUp(move, carrying.step);
  const watch = new StallWatch(rate);
  const tell = telling(move, carrying);
  const onBytes = (bytes: number): void => {
    watch.reached(bytes);
    tell(bytes);
  };
  try {
    const either = signal ? AbortSignal.any([signal, watch.signal]) : watch.signal;
    const carried = await move.channel.carry({ ...transfer, send }, { onBytes, signal: either });
    if (carrying.data !== false) move.took.bytes += carried.bytes;
    return carried;
  } finally {
    watch.end();
  }
}

/** Tells how far a transfer is that begins now. */
function telling(move: Move, { totalBytes, data: _, ...rest }: Carrying): (bytes: number) => void {
  const started = performance.now();
  return (bytes) => {
    const seconds = (performance.now() - started) / 1000;
    const rate = seconds > 0 ? bytes / seconds : 0;
    // The stream carries names and metadata too, so that small passes send more than their files hold.
    const total = totalBytes === undefined ? undefined : Math.max(totalBytes, bytes);
    move.log.progress({
      ...rest,
      bytes,
      rate,
      ...(total === undefined
        ? {}
        : { totalBytes: total, share: total > 0 ? Math.min(1, bytes / total) : 1 }),
      ...(total === undefined || rate === 0 ? {} : { secondsLeft: Math.max(0, (total - bytes) / rate) }),
    });
  };
}
