import { gently } from "../commands/gentle";
import type { Mover, Transfer } from "../model/mover";
import { type Fact, isTogether, type Procedure, type Together } from "../model/procedure";

/**
 * The same mover for the time in which the service runs and answers: its listings, checksums and streams get only
 * what the service leaves. ssh itself does not step back, because the final pass goes through the same connection.
 */
export function gentleMover(mover: Mover): Mover {
  return {
    ...mover,
    open: (passage) => eased(mover.open(passage)),
    prepare: (passage, number, begun) => eased(mover.prepare(passage, number, begun)),
    prove: (passage, number) => easedTransfer(mover.prove(passage, number)),
    transfer: (passage, number, stream) => easedTransfer(mover.transfer(passage, number, stream)),
  };
}

const easedTransfer = (transfer: Transfer): Transfer => ({
  ...transfer,
  send: gently(transfer.send),
  receive: gently(transfer.receive),
});

/** The procedure with each of its commands made gentle. */
function* eased<T>(procedure: Procedure<T>): Procedure<T> {
  let turn = procedure.next();
  while (!turn.done) {
    let answer: unknown;
    try {
      answer = yield easedAsk(turn.value);
    } catch (error) {
      turn = procedure.throw(error);
      continue;
    }
    turn = procedure.next(answer);
  }
  return turn.value;
}

function easedAsk(asked: Fact<unknown> | Together): Fact<unknown> | Together {
  return isTogether(asked) ? { together: asked.together.map(eased) } : { ...asked, ask: gently(asked.ask) };
}
