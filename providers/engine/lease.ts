import { randomBytes } from "node:crypto";
import { giveLock, LEASE_SECONDS, refreshLock, takeLock } from "../commands/records";
import { CommandFailed } from "../model/procedure";
import type { LockRecord } from "../model/record";
import type { Transport } from "../model/transport";
import { LockHeld } from "./errors";

/** sysexits.h EX_TEMPFAIL: another move holds the lock. */
const HELD = 75;

/**
 * The right to move one service: a lock file on both hosts, taken atomically and refreshed well before it
 * expires. The holder stops by itself when it could not refresh in time.
 */
export class Lease {
  private timer: NodeJS.Timeout | undefined;
  private refreshed = 0;
  private lost: string | undefined;
  /** Not the move's name: a controller that comes back late must not take another's lock of the same move for its own. */
  private readonly holder = randomBytes(8).toString("hex");

  constructor(
    readonly service: string,
    readonly move: string,
    readonly controller: string,
    private readonly hosts: readonly Transport[],
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Takes the lock on both hosts, always in the order of their names, so that two takers cannot each hold one. */
  async take(): Promise<void> {
    const text = JSON.stringify({
      move: this.move,
      controller: this.controller,
      since: new Date().toISOString(),
      holder: this.holder,
    });
    for (const host of [...this.hosts].sort((a, b) => (a.host.name < b.host.name ? -1 : 1))) {
      const command = takeLock(host.host, this.service, this.holder, text);
      const result = await host.run(command);
      if (result.code === HELD) throw held(this.service, host.host.name, result.stdout);
      if (result.code !== 0) throw new CommandFailed(command, result);
    }
    this.refreshed = this.clock();
    this.timer = setInterval(() => void this.refresh(), (LEASE_SECONDS / 4) * 1000);
    this.timer.unref();
  }

  /** Throws `LockHeld` when the lock was lost, or could not be refreshed for most of its life. */
  assertHeld(): void {
    if (this.timer === undefined) return;
    const silent = (this.clock() - this.refreshed) / 1000;
    if (this.lost === undefined && silent < LEASE_SECONDS * 0.75) return;
    throw new LockHeld(
      this.lost
        ? `The lock of ${this.service} on ${this.lost} is no longer this move's.`
        : `The lock of ${this.service} could not be refreshed for ${Math.round(silent)} s.`,
      { service: this.service, remedy: "Another controller may have taken over: look with `ferry status`." },
    );
  }

  /** Asks the hosts: false where one of them says that the lock is another's by now. */
  async isOurs(): Promise<boolean> {
    if (this.timer !== undefined) await this.refresh();
    return this.lost === undefined;
  }

  /** Gives the lock back on every host, as far as they can be reached. */
  async give(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    const gives = this.hosts.map((host) => host.run(giveLock(host.host, this.service, this.holder)));
    await Promise.allSettled(gives);
  }

  private async refresh(): Promise<void> {
    const results = await Promise.allSettled(
      this.hosts.map((host) => host.run(refreshLock(host.host, this.service, this.holder))),
    );
    const answers = results.map((each) => (each.status === "fulfilled" ? each.value.code : undefined));
    const gone = answers.indexOf(HELD);
    if (gone >= 0) this.lost = this.hosts[gone]?.host.name;
    if (answers.every((code) => code === 0)) this.refreshed = this.clock();
  }
}

function held(service: string, host: string, text: string): LockHeld {
  const holder = parseHolder(text);
  return new LockHeld(
    `Another move of ${service} holds its lock on ${host}${holder ? `: ${holder.controller}, since ${holder.since}` : ""}.`,
    {
      service,
      host,
      step: "lock",
      remedy: `Wait for it to end. If its controller died, the lock frees itself ${LEASE_SECONDS} s after its last sign of life.`,
    },
  );
}

function parseHolder(text: string): Omit<LockRecord, "age"> | undefined {
  try {
    return JSON.parse(text) as Omit<LockRecord, "age">;
  } catch {
    return undefined;
  }
}
