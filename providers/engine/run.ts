import type { StepName } from "../model/plan";
import { fellBack, leaveStopped } from "./fall-back";
import type { Move, Step } from "./move";
import { canPause, pause } from "./pause";
import { unwind } from "./unwind";

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
