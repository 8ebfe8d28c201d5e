import type { StepName } from "../model/plan";
import { MoveStuck, MoveUnwound, reasons, remedyOf } from "./errors";
import { begun } from "./journal";
import type { Move, Step } from "./move";

/**
 * Puts back everything the journal says was begun. The copy on the source starts again only after every undo
 * that guards it has worked: none running is better than two.
 */
export async function unwind(
  move: Move,
  steps: readonly Step[],
  failed: StepName,
  cause: unknown,
): Promise<Error> {
  if (isCommitted(move)) return afterCommit(move, failed, cause);
  // Without the lock nothing was touched, and what an earlier try at the move has left is not this one's to take away.
  const pending = new Set<StepName>(
    failed === "lock" ? ["lock"] : ["lock", ...begun(move.journal.current), failed],
  );
  const troubles: { step: StepName; error: unknown }[] = [];
  let guarded = true;
  for (const step of [...steps].reverse()) {
    if (!step.undo || !pending.has(step.name)) continue;
    if (step.name === "quiesce" && !guarded) continue;
    move.log.progress({ step: "undo", text: `putting back: ${step.name}` });
    if (step.name === "lock") await seal(move, troubles.length === 0 ? "unwound" : "stuck");
    try {
      await step.undo(move);
      if (step.name !== "lock") await note(move, step.name, "undone");
    } catch (error) {
      troubles.push({ step: step.name, error });
      if (step.guardsSource) guarded = false;
      await note(move, step.name, "failed", reasons(error).join(": "));
    }
  }
  return troubles.length === 0 ? unwound(move, failed, cause) : stuck(move, failed, cause, troubles, guarded);
}

const isCommitted = (move: Move): boolean => begun(move.journal.current).includes("retain");

/** A host that cannot be written to must not keep the other from being put back. */
async function note(move: Move, step: StepName, event: "undone" | "failed", text?: string): Promise<void> {
  await move.journal.record(step, event, text).catch(() => undefined);
}

/** Last word in the journal before the lock is given back: from then on another move may write it. */
async function seal(move: Move, outcome: "unwound" | "stuck"): Promise<void> {
  await move.journal.close(outcome).catch(() => undefined);
}

function unwound(move: Move, failed: StepName, cause: unknown): Error {
  const { plan } = move;
  const why = reasons(cause).join(": ");
  const putBack = `Everything was put back: ${plan.service} runs on ${plan.from}${move.routing ? ", and the proxy leads there" : ""}.`;
  const now = failed === "lock" ? "Nothing was touched." : putBack;
  return new MoveUnwound(
    `Moving ${plan.service} from ${plan.from} to ${plan.to} failed in step ${failed}: ${why}. ${now}`,
    {
      service: plan.service,
      step: failed,
      cause,
      remedy: remedyOf(cause) ?? "Mend the cause and run `pulumi up` again: it starts afresh.",
    },
  );
}

function stuck(
  move: Move,
  failed: StepName,
  cause: unknown,
  troubles: readonly { step: StepName; error: unknown }[],
  guarded: boolean,
): Error {
  const { plan } = move;
  const list = troubles.map((each) => `${each.step}: ${reasons(each.error).join(": ")}`);
  const held = guarded
    ? ""
    : ` ${plan.service} was not started again on ${plan.from}, because its copy on ${plan.to} could not be stopped for certain.`;
  return new MoveStuck(
    `Moving ${plan.service} from ${plan.from} to ${plan.to} failed in step ${failed}: ${reasons(cause).join(": ")}. ` +
      `Putting back failed too (${list.join("; ")}).${held}`,
    {
      service: plan.service,
      step: failed,
      cause,
      remedy: "Mend what is named above and run `pulumi up` again: it finishes putting back.",
    },
    list,
  );
}

function afterCommit(move: Move, failed: StepName, cause: unknown): Error {
  const { plan } = move;
  return new MoveStuck(
    `${plan.service} has moved to ${plan.to} and runs there, but step ${failed} did not finish: ${reasons(cause).join(": ")}.`,
    {
      service: plan.service,
      step: failed,
      cause,
      remedy: "Run `pulumi up` again: it finishes the step; the service is not touched.",
    },
    [],
  );
}
