import type { Command } from "../../../providers/model/command";
import type { Mover, Transfer } from "../../../providers/model/mover";
import { type Fact, isTogether, type Procedure, type Together } from "../../../providers/model/procedure";

/** A directory of programs for each side: the only ones that its commands find. Undefined leaves the host its own. */
export interface Tools {
  readonly source?: string;
  readonly target?: string;
}

/** The same mover on hosts whose PATH has nothing but one directory. */
export function withTools<M extends Mover>(mover: M, { source, target }: Tools): M {
  const there = (command: Command) => under(target, command);
  const here = (command: Command) => under(source, command);
  const carried = (transfer: Transfer): Transfer => ({
    ...transfer,
    send: here(transfer.send),
    receive: there(transfer.receive),
  });
  return {
    ...mover,
    open: (passage) => each(mover.open(passage), there),
    prepare: (passage, number, begun) => each(mover.prepare(passage, number, begun), here),
    finish: (passage, number, begun) => {
      const finish = mover.finish(passage, number, begun);
      return { ...finish, ...carried(finish) };
    },
    transfer: (passage, number) => carried(mover.transfer(passage, number)),
    settle: (passage, number) => each(mover.settle(passage, number), here),
    prove: (passage, number) => carried(mover.prove(passage, number)),
    manifest: (passage, side, number) =>
      each(mover.manifest(passage, side, number), side === "source" ? here : there),
    swap: (passage) => each(mover.swap(passage), there),
    unswap: (passage) => each(mover.unswap(passage), there),
    discard: (passage) => each(mover.discard(passage), there),
    leave: (passage) => each(mover.leave(passage), here),
    forget: (passage) => each(mover.forget(passage), here),
  };
}

const under = (path: string | undefined, command: Command): Command =>
  path === undefined ? command : { ...command, env: { ...command.env, PATH: path } };

/** The procedure with each of its commands changed. */
function* each<T>(procedure: Procedure<T>, change: (command: Command) => Command): Procedure<T> {
  let turn = procedure.next();
  while (!turn.done) {
    let answer: unknown;
    try {
      answer = yield changed(turn.value, change);
    } catch (error) {
      turn = procedure.throw(error);
      continue;
    }
    turn = procedure.next(answer);
  }
  return turn.value;
}

const changed = (
  asked: Fact<unknown> | Together,
  change: (command: Command) => Command,
): Fact<unknown> | Together =>
  isTogether(asked)
    ? { together: asked.together.map((part) => each(part, change)) }
    : { ...asked, ask: change(asked.ask) };
