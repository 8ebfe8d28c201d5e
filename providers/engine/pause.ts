import type { StepName } from "../model/plan";
import { AskedToStop } from "./controls";
import { MovePaused, reasons, remedyOf } from "./errors";
import { begun } from "./journal";
import type { Move } from "./move";
import { perform } from "./perform";

/**
 * True where a move can be left as it is: the service was not stopped, what has arrived is worth keeping, and it ended
 * because somebody paused it or because a host was lost, which also could not put anything back.
 */
export function canPause(move: Move, error: unknown): boolean {
  const steps = begun(move.journal.current);
  if (!steps.includes("stage") || steps.includes("quiesce")) return false;
  return error instanceof AskedToStop ? error.request.what === "pause" : isInterruption(error);
}

/** True where a connection broke, so that what did not arrive may arrive another time. */
export function isInterruption(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("interruption" in at && at.interruption === true) return true;
  }
  return false;
}

/**
 * Leaves a move: staging trees and notes stay on the hosts, keys and snapshots go, the lock is given back. Returns what to tell.
 * A host that cannot be reached keeps its lock until the lease runs out.
 */
export async function pause(move: Move, step: StepName, cause: unknown): Promise<Error> {
  const { service, from, to } = move.plan;
  move.controls.rest();
  await move.way.close().catch(() => undefined);
  const read = move.memo.passages.filter(({ snapshot }) => snapshot);
  await Promise.allSettled(read.map((passage) => perform(move.source, move.mover.leave(passage))));
  await move.journal.close("paused").catch(() => undefined);
  await move.lease.give();
  const asked = cause instanceof AskedToStop;
  const why = asked ? `was ${cause.message}` : `was interrupted: ${reasons(cause).join(": ")}`;
  return new MovePaused(
    `Moving ${service} from ${from} to ${to} ${why} (step ${step}). ${service} runs on ${from}; what has arrived on ${to} stays there.`,
    { service, step, cause, remedy: remedyFor(service, from, asked ? undefined : cause) },
  );
}

/** `cause`: what broke, where something did. */
const remedyFor = (service: string, from: string, cause: unknown): string =>
  `${cause === undefined ? "" : `${remedyOf(cause) ?? "Mend the connection."} `}To go on run \`pulumi up\` (after \`ferry resume ${service}\` where \`ferry pause\` was used): ` +
  `nothing that arrived whole is sent again. To give it up: \`ferry cancel ${service}\`, or declare ${from} again.`;
