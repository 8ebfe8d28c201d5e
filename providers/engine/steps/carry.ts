import { limited } from "../../commands/limit";
import type { Carried } from "../../model/channel";
import type { Finish, Pass, Transfer } from "../../model/mover";
import type { StepName } from "../../model/plan";
import type { Move } from "../move";
import { StallWatch } from "../stall";

/** What is done while the service runs can be given up at any moment. */
export const givenUp = (move: Move, step: StepName): { readonly signal?: AbortSignal } =>
  step === "finalSync" ? {} : { signal: move.controls.signal };

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
  /** Ends the transfer; beside what ends the whole move. */
  readonly signal?: AbortSignal;
  /** What hears of the bytes, where a transfer is part of something larger. */
  readonly tell?: Tell;
}

/** Hears how many bytes have been sent so far, and what was found to send. */
export type Tell = (bytes: number, found?: Pass) => void;

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
  const signals = [givenUp(move, carrying.step).signal, carrying.signal].filter((signal) => !!signal);
  const watch = new StallWatch(rate);
  let { found } = carrying;
  const tell = carrying.tell ?? telling(move, carrying);
  const onBytes = (bytes: number): void => {
    watch.reached(bytes);
    tell(bytes, found);
  };
  const onLine = (line: string): void => {
    if ("found" in transfer) found = transfer.found(line) ?? found;
  };
  try {
    const signal = AbortSignal.any([...signals, watch.signal]);
    const carried = await channel.carry({ ...transfer, send }, { onBytes, onLine, signal });
    if (carrying.data !== false) move.took.bytes += carried.bytes;
    return { ...carried, found };
  } finally {
    watch.end();
  }
}

/** Tells how far a transfer is that begins now. */
export function telling(move: Move, carrying: Carrying): Tell {
  const started = performance.now();
  const { data: _, found: _found, signal: _signal, tell: _tell, totalBytes, ...rest } = carrying;
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
