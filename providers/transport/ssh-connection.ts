import { HostUnreachable } from "./errors";
import { destination } from "./ssh-address";
import type { Destination } from "./ssh-diagnosis";
import { SshMaster } from "./ssh-master";
import { SSH_OPTIONS } from "./ssh-options";

/** One connection to a host, shared by all commands: made on first use, made again after it broke. */
export class SshConnection {
  private opened: Promise<SshMaster> | undefined;

  constructor(
    private readonly to: Destination,
    private readonly become: readonly string[],
    private readonly ciphers: string,
  ) {}

  /** The arguments that run one shell line through the connection; connects if need be. */
  async client(line: string): Promise<string[]> {
    const { socket } = await this.master();
    const sharing = ["-o", "ControlMaster=no", "-S", socket, "-T"];
    return ["ssh", ...SSH_OPTIONS, ...sharing, ...destination(this.to.ssh), line];
  }

  /** Whether the connection is gone, now or within so many milliseconds (the parts of ssh end one by one). */
  async hasBroken(within: number): Promise<boolean> {
    const master = await this.opened?.catch(() => undefined);
    if (!master) return true;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, within);
    });
    await Promise.race([master.ended, patience]);
    clearTimeout(timer);
    return master.isGone;
  }

  async close(): Promise<void> {
    const master = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    await master?.close();
  }

  /** The one that others wait for too, or a new one where it is gone. */
  private async master(): Promise<SshMaster> {
    this.opened ??= SshMaster.connect(this.to, this.become, this.ciphers);
    const opening = this.opened;
    const master = await opening.catch((error: unknown) => {
      this.forget(opening);
      throw error;
    });
    if (!master.isGone) return master;
    this.forget(opening);
    return this.master();
  }

  private forget(opening: Promise<SshMaster>): void {
    if (this.opened === opening) this.opened = undefined;
  }
}

/** The connection was there and is no more. */
export function connectionLost(to: Destination, during: string): HostUnreachable {
  return new HostUnreachable(`the connection was lost ${during}.`, {
    host: to.host,
    remedy: "See whether the host is up and the network between is stable, then try again.",
  });
}
