import type { StepName } from "../model/plan";
import { MoveStuck, MoveUnwound, reasons, remedyOf } from "./errors";
import { fellBack, leaveStopped } from "./fall-back";
import { begun } from "./journal";
import type { Move, Step } from "./move";
import { canPause, pause } from "./pause";

/**
 * Runs the steps of a move in order, journalled. Any failure before the commit unwinds what was begun, last
 * in, first out, and rejects with `MoveUnwound` (all is as before) or `MoveStuck` (something could not be put
 * back, with the commands that finish it). A failure after the commit does not undo the move.
 */
export async function run(move: Move, steps: readonly Step[]): Promise<void> {
  let done: StepName | undefined;
  for (const step of steps) {
    try {
      await take(move, done, step);
      done = step.name;
    } catch (error) {
      throw await ending(move, steps, step.name, error);
    }
  }
}

/** Leaves what can be gone on with, puts back what is this move's to put back; and what to tell of it. */
async function ending(
  move: Move,
  steps: readonly Step[],
  failed: StepName,
  error: unknown,
): Promise<unknown> {
  // Another controller took over meanwhile: it decides, and this one touches nothing any more.
  if (!(await move.lease.isOurs())) return error;
  if (canPause(move, error)) return pause(move, failed, error);
  const fallen = await fellBack(move, steps, error);
  if (fallen.is === "running") return pause(move, failed, error);
  if (fallen.is === "to put back") return unwind(move, steps, failed, error);
  return (await move.lease.isOurs()) ? leaveStopped(move, failed, error, fallen.why) : error;
}

/** Takes one step. Whatever it began has ended when this settles, so that it can be put back. */
async function take(move: Move, done: StepName | undefined, step: Step): Promise<void> {
  move.lease.assertHeld();
  await move.controls.check(step.name);
  move.log.progress({ step: step.name, text: stepText(move, step.name) });
  if (step.harmless) return takeHarmless(move, done, step);
  await record(move, done, step);
  await timed(move, step);
}

/** How long a step that changes nothing may take before its intent is written on its own; milliseconds. */
const UNWRITTEN = 1000;

/** The intent travels with the next write, for every write is downtime; a step that takes long has one of its own. */
async function takeHarmless(move: Move, done: StepName | undefined, step: Step): Promise<void> {
  move.journal.jot(done, step.name);
  let written: Promise<void> | undefined;
  const late = setTimeout(() => {
    written = lateWrite(move);
    written.catch(() => undefined);
  }, UNWRITTEN);
  try {
    await timed(move, step);
  } finally {
    clearTimeout(late);
    // Two writes at once would be in each other's way.
    await Promise.allSettled([written]);
  }
  await written;
}

/** The lock may have been lost meanwhile, and the journal be another controller's. */
async function lateWrite(move: Move): Promise<void> {
  move.lease.assertHeld();
  await move.journal.write();
}

/** The lock step takes the right to write the journal, so nothing is written before it. */
async function record(move: Move, done: StepName | undefined, step: Step): Promise<void> {
  if (step.name === "preflight" || step.name === "lock") return;
  if (step.recordOnly) move.journal.jot(done, step.name);
  else await move.journal.turn(done, step.name);
}

function stepText(move: Move, name: StepName): string {
  return move.plan.steps.find((step) => step.name === name)?.text ?? name;
}

async function timed(move: Move, step: Step): Promise<void> {
  const started = performance.now();
  await step.do(move);
  move.took.steps.push({ step: step.name, seconds: (performance.now() - started) / 1000 });
}

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
