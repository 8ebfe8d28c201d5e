import type { Command, Result } from "../../providers/model/command";
import { isTogether, type Procedure } from "../../providers/model/procedure";

/** Performs a procedure with answers that are there at once; what may be done side by side is done in order. */
export function performSync<T>(procedure: Procedure<T>, run: (command: Command) => Result): T {
  let turn = procedure.next();
  while (!turn.done) {
    const asked = turn.value;
    let answer: unknown;
    try {
      answer = isTogether(asked)
        ? asked.together.map((part) => performSync(part, run))
        : asked.parse(run(asked.ask));
    } catch (error) {
      turn = procedure.throw(error);
      continue;
    }
    turn = procedure.next(answer);
  }
  return turn.value;
}
