import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceSpec } from "../../schemas/normal";
import type { StepName } from "../model/plan";
import { type CutOff, RESUMABLE } from "./cut-off";
import { MoveStuck, reasons, remedyOf } from "./errors";
import { begun, type JournalDocument } from "./journal";
import type { Move, Step } from "./move";
import { isInterruption } from "./pause";

/** Steps after the stop that have nothing on the target but the staging tree. */
const STOPPED: readonly StepName[] = ["quiesce", "finalSync", "verify"];

/** How long to wait before a host that does not answer is asked again, in milliseconds. */
const AGAIN = 2000;

/** True where the service was stopped and no more than that: it can be started again, and what has arrived be kept. */
export function canFallBack(document: JournalDocument): boolean {
  const steps = begun(document);
  const putBack = document.entries.some(({ event }) => event === "undone" || event === "failed");
  const kept = steps.every((step) => RESUMABLE.includes(step) || STOPPED.includes(step));
  return !putBack && kept && steps.includes("stage") && steps.includes("quiesce");
}

/** True where a move that was cut off after the stop is still the one that is asked for, and can be gone on with. */
export function isWanted({ document }: CutOff, { kind, move, host }: ServiceSpec): boolean {
  const same = document.to === host && document.kind === kind && document.strategy === move.strategy;
  return same && canFallBack(document);
}

/**
 * Starts the service on the source again, and leaves the move as one that was copying. Rejects where it does not
 * start; nothing else is taken back then.
 */
export async function fallBack(move: Move, steps: readonly Step[]): Promise<void> {
  move.log.progress({ step: "undo", text: "putting back: quiesce" });
  await steps.find((step) => step.name === "quiesce")?.undo?.(move);
  const begunSteps = begun(move.journal.current);
  for (const step of STOPPED.toReversed()) {
    // A host that was lost has an older journal than the other one, which counts.
    if (begunSteps.includes(step)) await move.journal.record(step, "left").catch(() => undefined);
  }
}

/** Where the service is after a move broke: running again, out of reach (with the reason), or to be put back. */
export type Fallen =
  | { readonly is: "running" }
  | { readonly is: "to put back" }
  | { readonly is: "unreached"; readonly why: unknown };

/**
 * A connection that breaks after the stop costs the service no more than that, and nothing that has arrived. A source
 * that does not answer is waited for a while: the service can only be started there.
 */
export async function fellBack(move: Move, steps: readonly Step[], error: unknown): Promise<Fallen> {
  if (!isInterruption(error) || !canFallBack(move.journal.current)) return { is: "to put back" };
  const until = performance.now() + move.limits.sourceWithinMs;
  for (;;) {
    try {
      await fallBack(move, steps);
      return { is: "running" };
    } catch (why) {
      // Where it does not start, to put back is to try once more, and to say why it does not work.
      if (!isInterruption(why)) return { is: "to put back" };
      if (performance.now() >= until) return { is: "unreached", why };
    }
    const { from, service } = move.plan;
    move.log.progress({
      step: "undo",
      text: `waiting for ${from} to answer, to start ${service} there again`,
    });
    await sleep(AGAIN);
    // Another controller may have taken over meanwhile: it decides.
    if (!(await move.lease.isOurs())) return { is: "unreached", why: error };
  }
}

/**
 * Leaves a move whose service is stopped on a source that cannot be reached: nothing is taken back, so that the next
 * try starts it there again and goes on. Returns what to tell.
 */
export async function leaveStopped(
  move: Move,
  step: StepName,
  cause: unknown,
  why: unknown,
): Promise<MoveStuck> {
  const { service, from, to } = move.plan;
  move.controls.rest();
  await move.way.close().catch(() => undefined);
  await move.journal.write().catch(() => undefined);
  await move.lease.give();
  return new MoveStuck(
    `Moving ${service} from ${from} to ${to} was interrupted in step ${step}: ${reasons(cause).join(": ")}. ` +
      `${service} was being stopped on ${from} or is stopped there, and ${from} cannot be reached to start it again ` +
      `(${reasons(why).join(": ")}): ${service} does not answer. What has arrived on ${to} stays there.`,
    {
      service,
      host: from,
      step,
      cause,
      remedy:
        `${remedyOf(why) ?? `See that ${from} can be reached.`} As soon as it answers, run \`pulumi up\` again: it starts ` +
        `${service} on ${from} and goes on with the move; nothing that arrived whole is sent again. To have it run ` +
        `sooner, start it on ${from} by hand. To give the move up, declare ${from} again.`,
    },
    [`quiesce: ${service} on ${from}`],
  );
}
