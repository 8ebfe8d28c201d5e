import type { Result } from "../model/command";
import type { Fact, Procedure } from "../model/procedure";
import { CommandFailed, isTogether, type Together, title } from "../model/procedure";
import type { RunOptions, Transport } from "../model/transport";
import type { SharedFacts } from "./sharing";

/** The tool answered, but not in the form its parser knows. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
  readonly remedy = "If the tool on that host is of an unusual version, please report what it printed.";
}

export interface PerformOptions extends RunOptions {
  /** Answers that several services share for a while; only for looking, never while a move acts. */
  readonly shared?: SharedFacts;
}

/**
 * Performs a procedure on one host: runs each fact's command, hands the parsed answer back in.
 * Rejects with what the transport or a parser says; a procedure may catch the latter.
 */
export async function perform<T>(
  transport: Transport,
  procedure: Procedure<T>,
  options: PerformOptions = {},
): Promise<T> {
  let turn = procedure.next();
  while (!turn.done) {
    const asked = turn.value;
    const answer = await attempt(() =>
      isTogether(asked) ? sideBySide(transport, asked, options) : answerTo(transport, asked, options),
    );
    turn = answer.ok ? procedure.next(answer.value) : procedure.throw(answer.error);
  }
  return turn.value;
}

/** As `perform`, as long as all answers are shared ones; undefined where the procedure asks for one of its own. */
export async function glance<T>(
  transport: Transport,
  procedure: Procedure<T>,
  shared: SharedFacts,
): Promise<T | undefined> {
  let turn = procedure.next();
  while (!turn.done) {
    const fact = turn.value;
    if (isTogether(fact) || !fact.shared) return undefined;
    const answer = await attempt(() => answerTo(transport, fact, { shared }));
    turn = answer.ok ? procedure.next(answer.value) : procedure.throw(answer.error);
  }
  return turn.value;
}

/** The first failure counts, once everything has ended: nothing goes on asking behind the caller's back. */
async function sideBySide(
  transport: Transport,
  { together }: Together,
  options: PerformOptions,
): Promise<unknown[]> {
  const ended = await Promise.allSettled(together.map((part) => perform(transport, part, options)));
  return ended.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}

type Attempt = { ok: true; value: unknown } | { ok: false; error: unknown };

async function attempt(work: () => Promise<unknown>): Promise<Attempt> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

async function answerTo(
  transport: Transport,
  fact: Fact<unknown>,
  options: PerformOptions,
): Promise<unknown> {
  const run = () => transport.run(fact.ask, options);
  const result =
    fact.shared && options.shared ? await options.shared.once(transport, fact.ask, run) : await run();
  return parse(transport, fact, result);
}

function parse(transport: Transport, fact: Fact<unknown>, result: Result): unknown {
  try {
    return fact.parse(result);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      throw new Unreadable(
        `${transport.host.name}: \`${title(fact.ask)}\` printed something unexpected: ${error.message}`,
        { cause: error },
      );
    }
    if (error instanceof CommandFailed)
      throw new CommandFailed(error.command, error.result, transport.host.name);
    throw error;
  }
}
