import type { Move } from "../../../providers/engine/move";
import { stepsOf } from "../../../providers/engine/steps";
import type { StepName } from "../../../providers/model/plan";
import type { World } from "./world";

/**
 * A controller that dies right after a step has acted: everything up to there happened, nothing after it. The
 * step itself runs, then the promise of the move is left hanging, as a killed process leaves it.
 */
export async function dying(world: World, step: StepName): Promise<void> {
  await new Promise<void>((died) => {
    const engine = world.engine(undefined, (names) =>
      stepsOf(names).map((each) =>
        each.name === step ? { ...each, do: (move) => each.do(move).then(() => hang(move, died)) } : each,
      ),
    );
    engine.bring(world.service("beta"), world.log).catch(() => died());
  });
}

/** Says that the end has come, and never goes on: what has a timer must not write after its death. */
function hang(move: Move, died: () => void): Promise<never> {
  move.journal.write = () => new Promise(() => undefined);
  died();
  return new Promise(() => undefined);
}
