import type { Channel } from "../model/channel";

/**
 * The way of a move's data. Opening it takes about a second, in which other things can be made ready: whoever needs it
 * later says so ahead, and it is there by then.
 */
export class Way {
  private opening: Promise<Channel> | undefined;

  /** `note` is told once how the data travels, and why. */
  constructor(
    private readonly open: () => Promise<Channel>,
    private readonly note: (text: string) => void = () => undefined,
  ) {}

  /** Begins to open the channel. A failure is told to whoever asks for it. */
  ahead(): void {
    this.channel().catch(() => undefined);
  }

  /** The one channel, opened when it is asked for the first time, and again where that failed. */
  channel(): Promise<Channel> {
    this.opening ??= this.open().then(
      (channel) => {
        const how = channel.route === "direct" ? "from host to host" : "through this machine";
        this.note(`data travels ${how}: ${channel.because}`);
        return channel;
      },
      (error: unknown) => {
        this.opening = undefined;
        throw error;
      },
    );
    return this.opening;
  }

  /** Takes the channel away again, also one that is just being opened. The next one that asks gets a new one. */
  async close(): Promise<void> {
    const channel = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    await channel?.close();
  }
}
