import { FerryError } from "../errors";
import type { Move, Step } from "../move";
import { perform } from "../perform";
import { type Sent, sendPass } from "./send";

/** A pass that sends this little ends the pre-copy whatever the rate was: the rest is listing. */
const SMALL = 1_000_000;
const MAX_PASSES = 12;

/** Copies while the service runs, pass after pass, until the rest fits the downtime that the user allows. */
export const precopy: Step = {
  name: "precopy",
  async do(move) {
    let before: number | undefined;
    for (let number = 0; number < MAX_PASSES; number++) {
      const sent = await pass(move, number);
      move.took.passes = number + 1;
      if (number > 0 && fits(move, sent)) return hashAhead(move);
      if (number > 2 && before !== undefined && sent.bytes > before * 0.9)
        throw diverging(move, sent, number);
      before = sent.bytes;
    }
    await hashAhead(move);
  },
};

/** Both sides remember the checksums of what is here already, so that `verify` is short while the service is down. */
async function hashAhead(move: Move): Promise<void> {
  move.log.progress({ step: "precopy", text: "checksums ahead of the stop" });
  for (const passage of move.memo.passages) {
    await Promise.all([
      perform(move.source, move.mover.manifest(passage, "source")),
      perform(move.target, move.mover.manifest(passage, "target")),
    ]);
  }
}

async function pass(move: Move, number: number): Promise<Sent> {
  const all: Sent = { files: 0, bytes: 0, seconds: 0, listSeconds: 0 };
  let total = all;
  for (const passage of move.memo.passages) {
    const sent = await sendPass(move, passage, number, "precopy");
    total = {
      files: total.files + sent.files,
      bytes: total.bytes + sent.bytes,
      seconds: total.seconds + sent.seconds,
      listSeconds: total.listSeconds + sent.listSeconds,
    };
  }
  return total;
}

/** What changed during the last pass took this long to send; the final sync has about the same before it. */
function fits(move: Move, sent: Sent): boolean {
  return sent.bytes < SMALL || sent.seconds < move.limits.maxDowntimeSeconds / 2;
}

function diverging(move: Move, sent: Sent, number: number): FerryError {
  const rate = Math.round(sent.bytes / Math.max(sent.seconds, 0.001) / 1_000_000);
  return new FerryError(
    `The pre-copy does not converge: pass ${number + 1} still had ${Math.round(sent.bytes / 1_000_000)} MB to send ` +
      `(${sent.seconds.toFixed(1)} s at ${rate} MB/s), and the allowed downtime is ${move.limits.maxDowntimeSeconds} s.`,
    {
      service: move.plan.service,
      host: move.plan.from,
      step: "precopy",
      remedy: "Move when it writes less, allow more with `move.maxDowntime`, or use `strategy: cold`.",
    },
  );
}
