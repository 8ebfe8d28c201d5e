import type { Mover, Pass, Passage } from "../../model/mover";
import { asItTravels } from "../compression";
import type { Move } from "../move";
import { perform } from "../perform";
import { type Carrying, carry, givenUp } from "./carry";
import { carryInStreams } from "./streams";

/** One pass of one dataset; the last one is another. */
export interface Sending {
  /** Before the stop, or after it. */
  readonly step: "precopy" | "finalSync";
  readonly passage: Passage;
  readonly number: number;
  /** Bytes a second that the running service has been changing, where that is known. */
  readonly dirtyRate?: number;
}

/** While the service is stopped nothing holds back. */
const moverOf = (move: Move, { step }: Sending): Mover => (step === "precopy" ? move.moverAhead : move.mover);

/** Lists the source and keeps what has to be sent. */
export async function preparePass(move: Move, sending: Sending): Promise<Pass> {
  const { passage, number, step } = sending;
  const listing = moverOf(move, sending).prepare(passage, number, move.begun.get(passage.from.id));
  const pass = await perform(move.source, listing, givenUp(move, step));
  move.begun.delete(passage.from.id);
  noteLive(move, passage, pass);
  return pass;
}

/** Sends what was prepared and remembers what has arrived. Returns the seconds that the bytes took. */
export async function transferPass(move: Move, sending: Sending, pass: Pass): Promise<number> {
  const { passage, number, dirtyRate, step } = sending;
  if (pass.unchanged) return 0;
  const started = performance.now();
  if (pass.files > 0) {
    const travelling = await asItTravels(move, passage, pass);
    await carryInStreams(move, (stream) => moverOf(move, sending).transfer(travelling, number, stream), {
      step,
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

/** The last pass of one dataset. */
export async function finishPass(move: Move, passage: Passage, number: number): Promise<void> {
  const travelling = await asItTravels(move, passage);
  const finish = move.mover.finish(travelling, number, move.begun.get(passage.from.id));
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
