/**
 * The NUL-terminated records of a stream, read as they are needed: the writer waits while the reader is behind,
 * so that memory holds a few chunks however long the stream is.
 */
export class RecordsIn {
  private ready: string[][] = [];
  private rest = "";
  private ended = false;
  private failure: unknown;
  private wake: (() => void) | undefined;
  private room: (() => void) | undefined;

  /** Takes a chunk; the promise resolves when there is room for the next. */
  push(chunk: Buffer): Promise<void> {
    const records = (this.rest + chunk.toString("latin1")).split("\0");
    this.rest = records.pop() ?? "";
    this.ready.push(records);
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

  /** The chunks of records, each an array. */
  async *batches(): AsyncGenerator<readonly string[]> {
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
