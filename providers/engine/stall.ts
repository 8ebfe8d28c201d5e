import { FerryError } from "./errors";

/**
 * How long a stream may stand still, in milliseconds, although both hosts answer: at its end the target writes all of
 * it to its disk, which may take minutes. A link that is dead is noticed by ssh, within 15 s.
 */
const LONGEST_STILL = 30 * 60_000;

/** A sender tells how far it is once a megabyte; under a slow rate limit that takes a while. */
const TELLING = 1_000_000;

/** Data stood still; what has arrived can be gone on with. */
export class Stalled extends FerryError {
  override readonly name = "Stalled";
  readonly interruption = true;
}

/** Gives a transfer up that stands still: a disk that hangs answers no keepalive, and would be waited for all day. */
export class StallWatch {
  private readonly abort = new AbortController();
  private readonly still: number;
  private furthest = -1;
  private timer: NodeJS.Timeout | undefined;

  /** `rate`: the limit in bytes a second, where there is one. */
  constructor(rate: number | undefined, still = LONGEST_STILL) {
    this.still = still + (rate === undefined ? 0 : (3 * TELLING * 1000) / rate);
    this.reached(0);
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  reached(bytes: number): void {
    if (bytes <= this.furthest) return;
    this.furthest = bytes;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.abort.abort(this.stalled()), this.still);
    this.timer.unref();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private stalled(): Stalled {
    const minutes = Math.round(this.still / 60_000);
    return new Stalled(`No data has travelled for ${minutes} min, although both hosts answer.`, {
      remedy: "See whether a disk hangs on either host (`dmesg`), then run `pulumi up` again.",
    });
  }
}
