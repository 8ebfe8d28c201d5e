import { writeRecord } from "../../commands/records";
import { hostClock } from "../../facts/records";
import { act, ask } from "../../model/procedure";
import type { PlacementRecord } from "../../model/record";
import type { Transport } from "../../model/transport";
import type { Move, Step } from "../move";
import { perform } from "../perform";

/** Records the new place on both hosts. From here on the move is not undone; a revert is a move back. */
export const commit: Step = {
  name: "commit",
  async do(move) {
    const { memo, limits } = move;
    const stoppedAt = memo.stoppedAt ?? 0;
    await place(move, move.target, {
      role: "active",
      at: await perform(move.target, ask(hostClock())),
      paths: memo.passages.map((passage) => move.mover.replaced(passage)),
    });
    await place(move, move.source, {
      role: "retained",
      at: stoppedAt,
      paths: memo.passages.map((passage) => passage.from.path),
      until: stoppedAt + limits.retainSeconds,
    });
  },
};

type Placed = Pick<PlacementRecord, "role" | "at" | "paths" | "until">;

async function place(move: Move, on: Transport, placed: Placed): Promise<void> {
  const peer = on === move.source ? move.target : move.source;
  const record: PlacementRecord = {
    service: move.service.name,
    move: move.id,
    peer: peer.host.name,
    ...placed,
  };
  const command = writeRecord(on.host, move.service.name, "placement", `${JSON.stringify(record)}\n`);
  await perform(on, ask(act(command)));
}
