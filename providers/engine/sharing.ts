import type { Command, Result } from "../model/command";
import type { Transport } from "../model/transport";

/**
 * One look at a host serves every service that asks the same question within a moment: Pulumi checks all
 * resources side by side, and `docker ps` says the same to each.
 */
export class SharedFacts {
  private readonly answers = new Map<string, { at: number; result: Promise<Result> }>();

  /** `lifetime` in milliseconds: how old an answer may be. */
  constructor(
    private readonly lifetime: number,
    private readonly clock: () => number = Date.now,
  ) {}

  once(transport: Transport, command: Command, run: () => Promise<Result>): Promise<Result> {
    const key = JSON.stringify([transport.host.name, command.argv, command.cwd]);
    const known = this.answers.get(key);
    if (known && this.clock() - known.at < this.lifetime) return known.result;
    const result = run();
    const answer = { at: Number.POSITIVE_INFINITY, result };
    this.answers.set(key, answer);
    // Its age counts from its arrival: whoever asks meanwhile waits for the same one.
    result.then(
      () => {
        answer.at = this.clock();
      },
      () => this.answers.delete(key),
    );
    return result;
  }
}
