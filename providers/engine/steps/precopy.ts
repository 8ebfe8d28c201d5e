import { FerryError } from "../errors";
import type { Move, Step } from "../move";
import { perform } from "../perform";
import { carry, type Sent, sendPass } from "./send";

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
      if (number > 0 && fits(move, sent)) return getReady(move);
      if (number > 2 && before !== undefined && sent.bytes > before * 0.9)
        throw diverging(move, sent, number);
      before = sent.bytes;
    }
    await getReady(move);
  },
};

/** What can be done ahead of the stop with what is there by now. */
async function getReady(move: Move): Promise<void> {
  await Promise.all([proveAhead(move), makeAhead(move)]);
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
    await carry(move, move.mover.prove(passage, move.took.passes - 1), {
      step: "precopy",
      text,
      data: false,
    });
  }
}

async function pass(move: Move, number: number): Promise<Sent> {
  const started = performance.now();
  const sent = await (number === 0 ? oneByOne(move) : sideBySide(move, number));
  const sum = (of: (each: Sent) => number): number => sent.reduce((total, each) => total + of(each), 0);
  return {
    files: sum((each) => each.files),
    bytes: sum((each) => each.bytes),
    seconds: (performance.now() - started) / 1000,
    listSeconds: sum((each) => each.listSeconds),
  };
}

/** The first pass reads everything: several at once would only make the disks seek. */
async function oneByOne(move: Move): Promise<Sent[]> {
  const all: Sent[] = [];
  for (const passage of move.memo.passages) all.push(await sendPass(move, passage, 0, "precopy"));
  return all;
}

/** As the final sync does it, so that a pass takes about as long as that will. */
const sideBySide = (move: Move, number: number): Promise<Sent[]> =>
  Promise.all(move.memo.passages.map((passage) => sendPass(move, passage, number, "precopy")));

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
