import type { Carried, CarryOptions, Channel } from "../model/channel";
import type { Result } from "../model/command";
import type { Transfer } from "../model/mover";
import type { Spawnable, Transport } from "../model/transport";
import { Carrying } from "./carrying";
import { runChild } from "./child";
import { AT_ONCE } from "./direct";
import { joined } from "./join";
import { Lines } from "./lines";
import { Sessions } from "./sessions";
import { shellLine } from "./shell";

/**
 * The route through this machine, and between local hosts: each end as its transport reaches it, joined by a pipe
 * of the system. No byte of the data passes through this process.
 */
export class RelayChannel implements Channel {
  readonly route = "relay";
  private readonly sessions = new Sessions(AT_ONCE);

  constructor(
    private readonly source: Transport,
    private readonly target: Transport,
    readonly because: string,
  ) {}

  carry(transfer: Transfer, options: CarryOptions = {}): Promise<Carried> {
    return this.sessions.use(() => this.send(transfer, options));
  }

  private async send(transfer: Transfer, options: CarryOptions): Promise<Carried> {
    const carrying = new Carrying(transfer, options);
    const [send, receive] = await Promise.all([
      this.source.spawnable(transfer.send),
      this.target.spawnable(transfer.receive),
    ]);
    const result = await this.join(transfer, send, receive, carrying, options);
    return carrying.end(result, this.source, this.target);
  }

  async close(): Promise<void> {}

  private async join(
    transfer: Transfer,
    send: Spawnable,
    receive: Spawnable,
    carrying: Carrying,
    { signal }: CarryOptions,
  ): Promise<Result> {
    const {
      argv,
      stdin,
      within = Number.POSITIVE_INFINITY,
    } = joined(transfer, shellLine({ argv: send.argv }), receive.argv);
    const lines = new Lines(carrying.onLine);
    let said = "";
    const ending = await runChild({
      argv,
      stdin,
      within,
      signal,
      env: { ...receive.env, ...send.env },
      onStdout: (chunk) => lines.push(chunk),
      onStderr: (chunk) => {
        said = (said + chunk).slice(-20_000);
      },
    });
    lines.end();
    if ("stopped" in ending) throw signal?.reason ?? new Error("Given up.");
    return { code: ending.code, stdout: "", stderr: said };
  }
}
