import type { Pass, Passage } from "../../model/mover";
import type { Rest } from "../convergence";
import type { Move } from "../move";
import { each } from "./each";
import { finishPass, preparePass, type Sending, transferPass } from "./send";

/** One pass of all datasets. */
export type Round = Omit<Sending, "passage">;

/** A dataset with what its listing found. */
export interface Found {
  readonly passage: Passage;
  readonly pass: Pass;
}

/** Lists every dataset, side by side; the first time one by one, which is easier on the source's disks. */
export async function listAll(move: Move, round: Round): Promise<Found[]> {
  const list = async (passage: Passage): Promise<Found> => ({
    passage,
    pass: await preparePass(move, { ...round, passage }),
  });
  return each(move.memo.passages, list, round.number === 0);
}

/** Sends what was found. Returns the seconds that it took; under a rate limit one stream has all of it at a time. */
export async function transferAll(move: Move, round: Round, found: readonly Found[]): Promise<number> {
  const started = performance.now();
  const inTurn = move.plan.rate !== undefined;
  const send = ({ passage, pass }: Found) => transferPass(move, { ...round, passage }, pass);
  await each(found, send, inTurn || round.number === 0);
  return (performance.now() - started) / 1000;
}

/** The last pass of each dataset, all of them side by side: every second here is one in which nobody is answered. */
export async function finishAll(move: Move, number: number): Promise<void> {
  const inTurn = move.plan.rate !== undefined;
  await each(move.memo.passages, (passage) => finishPass(move, passage, number), inTurn);
}

/** What all listings found together. They were made side by side, so the longest one counts. */
export function restOf(found: readonly Found[]): Rest {
  const sum = (of: (pass: Pass) => number): number => found.reduce((total, { pass }) => total + of(pass), 0);
  return {
    files: sum((pass) => pass.files),
    bytes: sum((pass) => pass.bytes),
    listSeconds: Math.max(0, ...found.map(({ pass }) => pass.listSeconds)),
  };
}
