import type { Move } from "../move";
import { perform } from "../perform";

/** Joins the hosts and makes the staging trees, while the service runs. */
export async function openStaging(move: Move): Promise<void> {
  await move.journal.remember(move.memo);
  move.channel ??= await move.openChannel();
  move.log.note(
    `data travels ${move.channel.route === "direct" ? "from host to host" : "through this machine"}: ${move.channel.because}`,
  );
  await Promise.all(
    move.memo.passages.map(async (passage) => {
      const opening = move.moverAhead.open(passage);
      const { signal } = move.controls;
      move.begun.set(passage.from.id, await perform(move.target, opening, { signal }));
    }),
  );
}

/** Takes away staging trees, listings and keys. */
export async function discardStaging(move: Move): Promise<void> {
  await move.channel?.close();
  delete move.channel;
  for (const passage of move.memo.passages) {
    await perform(move.target, move.mover.discard(passage));
    await perform(move.source, move.mover.forget(passage));
  }
}
