import { randomInt } from "node:crypto";
import { isIP } from "node:net";
import type { Carried, CarryOptions, Channel } from "../model/channel";
import type { Command, Result } from "../model/command";
import type { Transfer } from "../model/mover";
import type { SshEndpoint, Transport } from "../model/transport";
import { Carrying } from "./carrying";
import { authorize, prepareSource, revoke, sshToTarget, storeReceiver } from "./direct-scripts";
import { joined } from "./join";
import { Sessions } from "./sessions";
import { shellLine } from "./shell";

/** A route that cannot be taken here; not a failure, the next one is tried. */
export class Declined extends Error {
  override readonly name = "Declined";
}

/** The key of a move is let in for a day; a longer move asks again in time. */
const RENEW_AFTER = 12 * 60 * 60_000;

/** Transfers side by side; sshd allows 10 sessions a connection. */
export const AT_ONCE = 6;

/** The number that the probe asks for. */
const PROBE = 0;

/**
 * Where a channel begins to number its transfers. A controller that died in the same move has left its scripts on the
 * target, and one that comes too late may still add to them: theirs never have our numbers.
 */
const firstNumber = (): number => randomInt(1, 2 ** 31) * 100_000;

/** From host to host, with a key pair made for this one move. */
export class DirectChannel implements Channel {
  readonly route = "direct";
  readonly because: string;
  private authorizedAt = 0;
  private carried = firstNumber();
  private readonly sessions = new Sessions(AT_ONCE);

  private constructor(
    private readonly source: Transport,
    private readonly target: Transport,
    private readonly to: SshEndpoint,
    private readonly move: string,
  ) {
    this.because = `${source.host.name} reaches ${target.host.name} at ${to.address}`;
  }

  /** Makes the way ready and tries it. Rejects with `Declined` and the reason where the hosts do not allow it. */
  static async open(source: Transport, target: Transport, move: string): Promise<DirectChannel> {
    if (!source.ssh || !target.ssh) throw new Declined("one of the hosts is local");
    if (target.ssh.hostKeys.length === 0) {
      throw new Declined(
        `known_hosts has no key of ${target.host.name} that ${source.host.name} could check`,
      );
    }
    const channel = new DirectChannel(source, target, target.ssh, move);
    try {
      await channel.authorize();
      await channel.probe();
      return channel;
    } catch (error) {
      await channel.close();
      throw error;
    }
  }

  carry(transfer: Transfer, options: CarryOptions = {}): Promise<Carried> {
    return this.sessions.use(() => this.send(transfer, options));
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.source, this.target].map((host) => host.run(revoke(this.move))));
  }

  private async send(transfer: Transfer, options: CarryOptions): Promise<Carried> {
    if (Date.now() - this.authorizedAt > RENEW_AFTER) await this.authorize();
    const carrying = new Carrying(transfer, options);
    const number = ++this.carried;
    const command = joined(transfer, shellLine(transfer.send), this.toTarget(number));
    const { onLine } = carrying;
    // The receiver waits for its script: storing it first would be one more wait for the network.
    const stored = new AbortController();
    const storing = this.must(this.target, storeReceiver(this.move, number, shellLine(transfer.receive)));
    const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), stored.signal]);
    const failing = storing.catch((error: unknown) => {
      stored.abort(error);
      throw error;
    });
    try {
      const [result] = await Promise.all([this.source.run(command, { onLine, signal }), failing]);
      return await carrying.end(result, this.source, this.target);
    } finally {
      await failing.catch(() => undefined);
    }
  }

  private async authorize(): Promise<void> {
    const { stdout } = await this.must(this.source, prepareSource(this.move, this.to.hostKeys));
    const [publicKey = "", ...addresses] = stdout.split("\n").map((line) => line.trim());
    const from = [...addresses.flatMap((line) => line.split(/\s+/)), this.source.ssh?.address ?? ""].filter(
      isIP,
    );
    const { user } = this.to;
    const unique = [...new Set(from)];
    // What it becomes root with may only be known once it was reached.
    if (this.target.ssh?.contained) await this.must(this.target, { argv: ["true"] });
    const become = this.target.ssh?.become ?? [];
    await this.must(this.target, authorize({ move: this.move, user, from: unique, become, publicKey }));
    this.authorizedAt = Date.now();
  }

  private async probe(): Promise<void> {
    const argv = this.toTarget(PROBE);
    const { code, stderr } = await this.source.run({ argv, within: 15_000 });
    if (code === 0) return;
    throw new Declined(
      `${this.source.host.name} cannot reach it directly: ${lastLine(stderr) || `ssh exited with ${code}`}`,
    );
  }

  private toTarget(number: number): string[] {
    return sshToTarget(this.move, this.to, number, this.source.ssh?.contained);
  }

  private async must(host: Transport, command: Command): Promise<Result> {
    const result = await host.run(command);
    if (result.code === 0) return result;
    throw new Declined(`${host.host.name}: ${lastLine(result.stderr) || `exited with ${result.code}`}`);
  }
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";
