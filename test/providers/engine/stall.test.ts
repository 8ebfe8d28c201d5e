import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Stalled, StallWatch } from "../../../providers/engine/stall";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

describe("a transfer that stands still", () => {
  it("is given up after half an hour without a byte, and can be gone on with", () => {
    const watch = new StallWatch(undefined);
    vi.advanceTimersByTime(29 * MINUTE);
    expect(watch.signal.aborted).toBe(false);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(watch.signal.reason).toBeInstanceOf(Stalled);
    expect(watch.signal.reason).toMatchObject({
      interruption: true,
      message: expect.stringContaining("30 min"),
    });
  });

  it("is one that tells the same figure again and again, not one that gets on", () => {
    const watch = new StallWatch(undefined);
    for (let i = 1; i <= 3; i++) {
      vi.advanceTimersByTime(20 * MINUTE);
      watch.reached(i);
    }
    expect(watch.signal.aborted).toBe(false);
    for (let i = 1; i <= 3; i++) {
      vi.advanceTimersByTime(11 * MINUTE);
      watch.reached(3);
    }
    expect(watch.signal.aborted).toBe(true);
  });

  it("has more time under a rate at which a megabyte takes long", () => {
    const watch = new StallWatch(1000);
    vi.advanceTimersByTime(79 * MINUTE);
    expect(watch.signal.aborted).toBe(false);
    vi.advanceTimersByTime(2 * MINUTE);
    expect(watch.signal.aborted).toBe(true);
  });

  it("is not watched any more once it has ended", () => {
    const watch = new StallWatch(undefined);
    watch.end();
    vi.advanceTimersByTime(60 * MINUTE);
    expect(watch.signal.aborted).toBe(false);
  });
});
