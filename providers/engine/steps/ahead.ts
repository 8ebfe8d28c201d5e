import type { Move } from "../move";
import { perform } from "../perform";
import { carry } from "./carry";

/** What can be done ahead of the stop with what is there by now; `first`: what has to be done only once as well. */
export async function getReady(move: Move, first: boolean): Promise<void> {
  await Promise.all([proveAhead(move), first ? makeAhead(move) : undefined]);
}

/** What `start` would make, where the kind can make it of staged files. */
async function makeAhead({ kind, service, observed, target, mover, memo }: Move): Promise<void> {
  if (!kind.ahead) return;
  const staged = memo.passages.map((passage) => ({
    id: passage.from.id,
    real: passage.to.path,
    staged: mover.staged(passage),
  }));
  await perform(target, kind.ahead(service, observed, target.host, staged));
}

/** Both sides are compared, contents included, so that `verify` has little left while the service is down. */
async function proveAhead(move: Move): Promise<void> {
  for (const passage of move.memo.passages) {
    const text = `comparing checksums of ${passage.from.id} ahead of the stop`;
    await carry(move, move.moverAhead.prove(passage, move.took.passes - 1), {
      step: "precopy",
      text,
      data: false,
    });
  }
}
