import { hostClock } from "../../facts/records";
import { ask } from "../../model/procedure";
import type { Move, Step } from "../move";
import { perform } from "../perform";

/** Stops the copy on the source, fenced first so that a reboot cannot start it again. */
export const quiesce: Step = {
  name: "quiesce",
  async do(move) {
    const { kind, service, source, memo } = move;
    await rememberAll(move);
    await perform(source, kind.fence(service, source.host));
    move.took.downFrom = performance.now();
    await perform(source, kind.stop(service, source.host));
    memo.stoppedAt = await perform(source, ask(hostClock()));
    move.journal.jotMemo(memo);
  },
  async undo(move) {
    const { kind, service, source, memo } = move;
    await perform(source, kind.unfence(service, source.host, memo.fence ?? {}));
    await perform(source, kind.start(service, source.host));
  },
};

/** Writes down what any undo from here on needs, while the service still answers. */
async function rememberAll({ kind, service, source, routing, memo, journal }: Move): Promise<void> {
  const [fence, route] = await Promise.all([
    memo.fence ?? perform(source, kind.policies(service, source.host)),
    routing &&
      perform(routing.on, routing.proxy.observe(routing.declaration, routing.route, routing.on.host)),
  ]);
  memo.fence = fence;
  if (route) memo.route ??= route;
  await journal.remember(memo);
}
