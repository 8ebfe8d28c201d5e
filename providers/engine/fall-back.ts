import type { ServiceSpec } from "../../schemas/normal";
import type { StepName } from "../model/plan";
import { type CutOff, RESUMABLE } from "./cut-off";
import { begun, type JournalDocument } from "./journal";
import type { Move, Step } from "./move";

/** Steps after the stop that have nothing on the target but the staging tree. */
const STOPPED: readonly StepName[] = ["quiesce", "finalSync", "verify"];

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
