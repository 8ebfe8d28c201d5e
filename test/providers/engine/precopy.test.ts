import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Move, StepProgress } from "../../../providers/engine/move";
import { precopy } from "../../../providers/engine/steps/precopy";
import type { Mover, Passage, Transfer } from "../../../providers/model/mover";
import type { Procedure } from "../../../providers/model/procedure";

/** Bytes a second of the link that these tests have. */
const LINK = 100_000_000;

const MB = 1_000_000;

const PROOF: Transfer = { send: { argv: ["prove"] }, receive: { argv: ["prove"] } };

interface Made {
  readonly move: Move;
  readonly events: string[];
  readonly progress: StepProgress[];
}

function* giving<T>(value: T): Procedure<T> {
  yield* [];
  return value;
}

/** A service that has so many bytes to send in each pass; comparing ahead of the stop takes so many milliseconds, the first time. */
function writing(
  bytes: (pass: number) => number,
  more: { maxDowntime?: number; comparing?: number[] } = {},
): Made {
  const events: string[] = [];
  const progress: StepProgress[] = [];
  const comparing = [...(more.comparing ?? [])];
  let sending = 0;
  const mover: Partial<Mover> = {
    prepare: (_, number) => {
      sending = bytes(number);
      events.push(`list ${number}`);
      return giving({ files: sending > 0 ? 1 : 0, bytes: sending, listSeconds: 0.01 });
    },
    transfer: () => ({ send: { argv: [] }, receive: { argv: [] } }),
    settle: () => giving(undefined),
    prove: () => PROOF,
  };
  const carry = async (transfer: Transfer, { onBytes }: { onBytes: (bytes: number) => void }) => {
    if (transfer.receive === PROOF.receive) {
      vi.advanceTimersByTime(comparing.shift() ?? 0);
      events.push("compare");
      return { bytes: 0, seconds: 0 };
    }
    vi.advanceTimersByTime((sending / LINK) * 1000);
    onBytes(sending);
    events.push(`sent ${sending / MB}`);
    return { bytes: sending, seconds: sending / LINK };
  };
  const move = {
    plan: {
      service: "shop",
      from: "alpha",
      to: "beta",
      downtime: { parts: [{ name: "start", seconds: 3 }] },
    },
    limits: { maxDowntimeSeconds: more.maxDowntime ?? 10 },
    memo: { passages: [{ from: { id: "directory" } } as unknown as Passage] },
    mover,
    moverAhead: mover,
    kind: {},
    begun: new Map(),
    seen: new Map(),
    way: { channel: async () => ({ carry }) },
    controls: { signal: new AbortController().signal },
    log: { progress: (each: StepProgress) => progress.push(each), note: () => undefined },
    took: { bytes: 0, files: 0, passes: 0, steps: [] },
  } as unknown as Move;
  return { move, events, progress };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout"] }));
afterEach(() => void vi.useRealTimers());

describe("the pre-copy", () => {
  it("sends passes until the rest fits, that one too, and compares before the stop", async () => {
    const { move, events } = writing((pass) => ([8000, 3000, 900, 100, 50][pass] as number) * MB);
    await precopy.do(move);
    expect(events).toEqual([
      "list 0",
      "sent 8000",
      "list 1",
      "sent 3000",
      "list 2",
      "sent 900",
      "list 3",
      "sent 100",
      "compare",
    ]);
    expect(move.took.passes).toBe(4);
  });

  it("looks again when the data had time to change while it was compared", async () => {
    const rests = [800, 300, 700, 20];
    const { move, events } = writing((pass) => (rests[pass] ?? 0) * MB, { comparing: [60_000, 100] });
    await precopy.do(move);
    // 300 MB in 8 s fit, but not the 2,500 MB that 60 s of comparing make of them.
    expect(events).toEqual([
      "list 0",
      "sent 800",
      "list 1",
      "sent 300",
      "compare",
      "list 2",
      "sent 700",
      "list 3",
      "sent 20",
      "compare",
    ]);
  });

  it("gives up with the figures when the service writes as fast as the link carries", async () => {
    const { move, events } = writing(() => 2000 * MB);
    const giving = precopy.do(move);
    await expect(giving).rejects.toThrow(
      /does not converge: 1 file with 2,000 MB have changed in 20\.0 s \(100 MB\/s\), and with 100 MB\/s to beta it takes 25\.0 s .* of the 10 s that are allowed, 7\.0 s are left/,
    );
    await expect(giving).rejects.toHaveProperty("remedy", expect.stringContaining("`move.maxDowntime: 29s`"));
    expect(events).not.toContain("compare");
    expect(move.took.passes).toBe(3);
  });

  it("tells pass, files and how fast the service writes", async () => {
    const { move, progress } = writing((pass) => (pass === 0 ? 1000 : 200) * MB);
    await precopy.do(move);
    const sent = progress.filter((each) => each.bytes !== undefined);
    expect(sent).toMatchObject([
      { pass: 1, files: 1, totalBytes: 1000 * MB },
      { pass: 2, files: 1, totalBytes: 200 * MB, dirtyRate: 20 * MB },
    ]);
    expect(sent[0]).not.toHaveProperty("dirtyRate");
  });
});
