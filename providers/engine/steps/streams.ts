import type { Transfer } from "../../model/mover";
import type { Move } from "../move";
import { type Carrying, carry, type Tell, telling } from "./carry";
import { each } from "./each";

/**
 * Sends a pass that may have several streams: all of those at once, or in turn where a limit holds for one at a time, and
 * then the rest. The first failure ends the others.
 */
export async function carryInStreams(
  move: Move,
  transfer: (stream?: number) => Transfer,
  carrying: Carrying,
): Promise<void> {
  const streams = Array.from({ length: carrying.found?.streams ?? 0 }, (_, at) => at + 1);
  const failed = new AbortController();
  const tell = telling(move, carrying);
  const sent = new Map<number | undefined, number>();
  const one = (stream?: number): Promise<unknown> => {
    const told: Tell = (bytes, found) => {
      sent.set(stream, bytes);
      tell(
        [...sent.values()].reduce((sum, each) => sum + each, 0),
        found,
      );
    };
    return carry(move, transfer(stream), { ...carrying, signal: failed.signal, tell: told });
  };
  // Only the first reason to abort counts: what the other streams end with is what follows from it.
  const send = async (stream: number): Promise<void> => {
    if (!failed.signal.aborted) await one(stream).catch((error: unknown) => failed.abort(error));
  };
  await each(streams, send, move.plan.rate !== undefined);
  failed.signal.throwIfAborted();
  await one();
}
