import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedForRest, grown, judge, predict } from "../../../providers/engine/convergence";

const seconds = fc.double({ min: 0.001, max: 100_000, noNaN: true });

/** How the pre-copy asks: one prediction more each time, until it is told to end. */
function outcomeOf(
  predictions: Iterable<number>,
  allowed: number,
): { outcome: "fits" | "giveUp" | "open"; asked: number } {
  const seen: number[] = [];
  for (const each of predictions) {
    seen.push(each);
    const verdict = judge(seen, allowed);
    if (verdict !== "shrinks") return { outcome: verdict, asked: seen.length };
  }
  return { outcome: "open", asked: seen.length };
}

describe("whether a pre-copy goes on", () => {
  it("never stops the service while the prediction does not fit", () => {
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 1 }), seconds, (predictions, allowed) => {
        fc.pre((predictions.at(-1) ?? 0) > allowed);
        expect(judge(predictions, allowed)).not.toBe("fits");
      }),
    );
  });

  it("stops it as soon as one fits", () => {
    fc.assert(
      fc.property(
        fc.array(seconds),
        seconds,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, allowed, share) => {
          expect(judge([...before, allowed * share], allowed)).toBe("fits");
        },
      ),
    );
  });

  it("always ends, whatever the service writes: after so many passes as tenths can be taken off", () => {
    const allowed = 0.5;
    const most = 2 * (Math.ceil(Math.log(100_000 / allowed) / -Math.log(0.9)) + 1);
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0.6, max: 100_000, noNaN: true })), (stream) => {
        const { asked } = outcomeOf(stream, allowed);
        expect(asked).toBeLessThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
  });

  it("always ends for rests that creep down as slowly as counts", () => {
    function* creeping(): Generator<number> {
      for (let rest = 100_000; ; rest *= 0.899) {
        yield rest;
        yield rest * 1.5;
      }
    }
    expect(outcomeOf(creeping(), 0.5).outcome).toBe("fits");
  });

  it("accepts every sequence that converges by a tenth a pass or more", () => {
    fc.assert(
      fc.property(
        seconds,
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        fc.infiniteStream(fc.double({ min: 0.01, max: 0.89, noNaN: true })),
        (first, allowed, ratios) => {
          function* shrinking(): Generator<number> {
            let rest = first;
            for (const ratio of ratios) {
              yield rest;
              rest *= ratio;
            }
          }
          expect(outcomeOf(shrinking(), allowed).outcome).toBe("fits");
        },
      ),
    );
  });

  it("forgives a burst of writes, but not a service that writes as fast as the link", () => {
    expect(outcomeOf([100, 40, 45, 12, 3], 5)).toEqual({ outcome: "fits", asked: 5 });
    expect(outcomeOf([100, 99, 101, 100], 5)).toEqual({ outcome: "giveUp", asked: 3 });
  });

  it("gives up when only the listing is left and takes too long by itself", () => {
    const listing = { files: 0, bytes: 0, listSeconds: 8 };
    const predictions = [
      predict({ ...listing, files: 10, bytes: 1e9 }, 1e8),
      ...Array(9).fill(predict(listing, 1e8)),
    ];
    expect(outcomeOf(predictions, 5)).toEqual({ outcome: "giveUp", asked: 4 });
  });
});

describe("the prediction of the rest", () => {
  it("grows with bytes, with files and with the listing, and shrinks with bandwidth", () => {
    const rest = fc.record({
      files: fc.nat(10_000_000),
      bytes: fc.nat(1_000_000_000),
      listSeconds: fc.double({ min: 0, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(rest, rest, fc.integer({ min: 1000, max: 1e9 }), (one, more, bandwidth) => {
        const sum = {
          files: one.files + more.files,
          bytes: one.bytes + more.bytes,
          listSeconds: one.listSeconds + more.listSeconds,
        };
        expect(predict(sum, bandwidth)).toBeGreaterThanOrEqual(predict(one, bandwidth));
        expect(predict(one, bandwidth * 2)).toBeLessThanOrEqual(predict(one, bandwidth));
      }),
    );
  });

  it("has one listing in it: what the last pass did not touch was compared before", () => {
    const [one, two] = [1, 2].map((listSeconds) => predict({ files: 360, bytes: 700_000, listSeconds }, 4e6));
    expect((two ?? 0) - (one ?? 0)).toBeCloseTo(1);
  });

  it("is at least the bytes at the measured bandwidth", () => {
    expect(predict({ files: 1, bytes: 500_000_000, listSeconds: 0.2 }, 100_000_000)).toBeGreaterThan(5);
    expect(predict({ files: 0, bytes: 0, listSeconds: 0.2 }, 100_000_000)).toBeCloseTo(0.2);
  });

  it("counts what is written while other work is done before the stop", () => {
    expect(grown(2, 30, 10)).toBe(6);
    expect(grown(2, 1, 10)).toBe(2);
  });
});

describe("what the rest may take", () => {
  const parts = [
    { name: "stop", seconds: 1 },
    { name: "list", seconds: 7 },
    { name: "rest", seconds: 7 },
    { name: "start", seconds: 3 },
  ] as const;

  it("is the allowed downtime without stop and start", () => {
    expect(allowedForRest(10, parts)).toBe(6);
  });

  it("is never nothing, so that a small service always moves", () => {
    expect(allowedForRest(4, parts)).toBe(1);
    expect(allowedForRest(0, parts)).toBe(0.5);
  });
});
