const NUL = 0;

/**
 * The NUL-terminated records of a stream, read as they are needed: the writer waits while the reader is behind,
 * so that memory holds a few chunks however long the stream is.
 */
export class RecordsIn {
  private readonly ready: Buffer[] = [];
  private readonly begun: Buffer[] = [];
  private ended = false;
  private failure: unknown;
  private wake: (() => void) | undefined;
  private room: (() => void) | undefined;

  /** Takes a chunk; the promise resolves when there is room for the next. */
  push(chunk: Buffer): Promise<void> {
    const end = chunk.lastIndexOf(NUL) + 1;
    if (end > 0) this.ready.push(Buffer.concat([...this.begun.splice(0), chunk.subarray(0, end)]));
    if (end < chunk.length) this.begun.push(chunk.subarray(end));
    this.wake?.();
    if (this.ready.length < 4) return Promise.resolve();
    return new Promise((resolve) => {
      this.room = resolve;
    });
  }

  /** No more chunks; with an error, the reader gets it after what has arrived. */
  end(failure?: unknown): void {
    this.ended = true;
    this.failure = failure;
    this.wake?.();
  }

  /** Whole records, as many at a time as there are. */
  async *batches(): AsyncGenerator<Buffer> {
    for (;;) {
      const batch = this.ready.shift();
      if (batch) {
        this.room?.();
        yield batch;
      } else if (this.ended) {
        if (this.failure !== undefined) throw this.failure;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
  }
}
