import type { Channel } from "../model/channel";
import { FAST, rateOf } from "./compression";

/**
 * The way of a move's data. Opening it takes about a second, in which other things can be made ready: whoever needs it
 * later says so ahead, and it is there by then.
 */
export class Way {
  private opening: Promise<Channel> | undefined;
  private measures = false;
  private fast = false;

  /** `note` is told once how the data travels, and why. */
  constructor(
    private readonly open: () => Promise<Channel>,
    private readonly note: (text: string) => void = () => undefined,
  ) {}

  /** True where the link was measured, and is faster than compressing. */
  get isFast(): boolean {
    return this.fast;
  }

  /** Begins to open the channel, and measures it then if that is asked for. A failure is told to whoever asks for it. */
  ahead({ measured }: { readonly measured: boolean } = { measured: false }): void {
    this.measures = measured;
    this.channel().catch(() => undefined);
  }

  /** The one channel, opened when it is asked for the first time, and again where that failed. */
  channel(): Promise<Channel> {
    this.opening ??= this.open().then(
      async (channel) => {
        const how = channel.route === "direct" ? "from host to host" : "through this machine";
        this.note(`data travels ${how}: ${channel.because}`);
        if (this.measures) await this.measure(channel);
        return channel;
      },
      (error: unknown) => {
        this.opening = undefined;
        throw error;
      },
    );
    return this.opening;
  }

  /** Nothing depends on it but how fast a copy is. */
  private async measure(channel: Channel): Promise<void> {
    const rate = (await rateOf(channel).catch(() => undefined)) ?? 0;
    this.fast = rate >= FAST;
    if (this.fast)
      this.note(`large files are not compressed: the link carries ${Math.round(rate / 1e6)} MB/s`);
  }

  /** Takes the channel away again, also one that is just being opened. The next one that asks gets a new one. */
  async close(): Promise<void> {
    const channel = await this.opening?.catch(() => undefined);
    this.opening = undefined;
    await channel?.close();
  }
}
