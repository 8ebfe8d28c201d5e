import type { Readable } from "node:stream";

export type Sink = (chunk: Buffer) => void | Promise<void>;

/** Reads a stream to its end, one chunk at a time: the next one waits until the sink has taken this one. */
export class Drain {
  /** Resolves at the end of the stream, or when it is closed early; rejects with what the sink throws. */
  readonly done: Promise<void>;
  /** Called after each chunk. */
  onTaken: () => void = () => undefined;
  /** How many chunks the sink has taken. */
  taken = 0;
  /** True while the sink works on one. */
  busy = false;
  private closed = false;

  constructor(
    private readonly stream: Readable | null,
    sink: Sink,
  ) {
    this.done = stream ? this.read(stream, sink) : Promise.resolve();
    this.done.catch(() => undefined);
  }

  private async read(stream: Readable, sink: Sink): Promise<void> {
    try {
      for await (const chunk of stream) {
        this.busy = true;
        await sink(chunk as Buffer);
        this.busy = false;
        this.taken += 1;
        this.onTaken();
      }
    } catch (error) {
      if (!this.closed) throw error;
    }
  }

  close(): void {
    this.closed = true;
    this.stream?.destroy();
  }
}
