import { measuresLink } from "../compression";
import type { Move } from "../move";
import { perform } from "../perform";

/**
 * Makes the staging trees and the way there, while the service runs. The first listing need not wait for the way, but
 * where no pass comes before the stop it would be waited for with the service stopped.
 */
export async function openStaging(move: Move): Promise<void> {
  await move.journal.remember(move.memo);
  const bytes = move.plan.datasets.reduce((sum, { scan }) => sum + scan.sendBytes, 0);
  move.way.ahead({ measured: measuresLink(bytes, move.plan.rate) });
  await Promise.all(
    move.memo.passages.map(async (passage) => {
      const opening = move.moverAhead.open(passage);
      const { signal } = move.controls;
      move.begun.set(passage.from.id, await perform(move.target, opening, { signal }));
    }),
  );
  if (move.plan.strategy === "cold") await move.way.channel();
}

/** Takes away staging trees, listings and keys. */
export async function discardStaging(move: Move): Promise<void> {
  await move.way.close();
  for (const passage of move.memo.passages) {
    await perform(move.target, move.mover.discard(passage));
    await perform(move.source, move.mover.forget(passage));
  }
}
