/** Cuts chunks into whole lines of text; the end of the last line comes with `end`. */
export class Lines {
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly onLine: (line: string) => void) {}

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const piece = chunk.subarray(from, at);
      this.onLine((this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece).toString());
      this.rest = Buffer.alloc(0);
      from = at + 1;
    }
    if (from < chunk.length) this.rest = Buffer.concat([this.rest, chunk.subarray(from)]);
  }

  end(): void {
    if (this.rest.length > 0) this.onLine(this.rest.toString());
    this.rest = Buffer.alloc(0);
  }
}
