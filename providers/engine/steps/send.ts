import type { Carried } from "../../model/channel";
import type { Pass, Passage, Transfer } from "../../model/mover";
import type { StepName } from "../../model/plan";
import type { Move } from "../move";
import { perform } from "../perform";

export interface Sent extends Pass {
  readonly seconds: number;
}

/** Sends one pass of one dataset: list on the source, stream, and remember what has arrived. */
export async function sendPass(move: Move, passage: Passage, number: number, step: StepName): Promise<Sent> {
  const started = performance.now();
  const begun = move.begun.get(passage.from.id);
  const how = { final: step === "finalSync", ...(begun === undefined ? {} : { begun }) };
  const pass = await perform(move.source, move.mover.prepare(passage, number, how));
  if (pass.files > 0) {
    const what = `${passage.from.id}, pass ${number + 1}`;
    await carry(move, move.mover.transfer(passage, number), { step, text: what, totalBytes: pass.bytes });
  }
  if (!pass.unchanged) await perform(move.source, move.mover.settle(passage, number));
  move.begun.delete(passage.from.id);
  move.took.files += pass.files;
  return { ...pass, seconds: (performance.now() - started) / 1000 };
}

interface Carrying {
  readonly step: StepName;
  readonly text: string;
  readonly totalBytes?: number;
  /** False where what travels is about the data, and not the data itself. */
  readonly data?: boolean;
}

/** Joins both hosts for one transfer, with progress. */
export async function carry(move: Move, transfer: Transfer, carrying: Carrying): Promise<Carried> {
  move.channel ??= await move.openChannel();
  const started = performance.now();
  const onBytes = (bytes: number): void => {
    const seconds = (performance.now() - started) / 1000;
    const rate = seconds > 0 ? bytes / seconds : 0;
    // The stream carries names and metadata too, so that small passes send more than their files hold.
    const total = carrying.totalBytes === undefined ? undefined : Math.max(carrying.totalBytes, bytes);
    move.log.progress({
      step: carrying.step,
      text: carrying.text,
      bytes,
      rate,
      ...(total === undefined
        ? {}
        : { totalBytes: total, share: total > 0 ? Math.min(1, bytes / total) : 1 }),
      ...(total === undefined || rate === 0 ? {} : { secondsLeft: Math.max(0, (total - bytes) / rate) }),
    });
  };
  const carried = await move.channel.carry(transfer, { onBytes });
  if (carrying.data !== false) move.took.bytes += carried.bytes;
  return carried;
}
