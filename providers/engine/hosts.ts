import type { Transport } from "../model/transport";

export type OpenTransport = (name: string) => Transport | Promise<Transport>;

/** The hosts of a stack, each reached at most once, on first use. */
export class Hosts {
  private readonly open = new Map<string, Promise<Transport>>();

  constructor(
    readonly names: readonly string[],
    private readonly connect: OpenTransport,
  ) {}

  /** The transport of a declared host. Rejects where it cannot be reached; the next call tries again. */
  get(name: string): Promise<Transport> {
    const known = this.open.get(name);
    if (known) return known;
    const opening = Promise.resolve().then(() => this.connect(name));
    this.open.set(name, opening);
    opening.catch(() => this.open.delete(name));
    return opening;
  }

  /** Closes what was opened; the hosts can be used again afterwards. */
  async close(): Promise<void> {
    const opened = [...this.open.values()];
    this.open.clear();
    await Promise.allSettled(opened.map(async (transport) => (await transport).close()));
  }
}
