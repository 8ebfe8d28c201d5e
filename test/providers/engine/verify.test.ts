import { describe, expect, it } from "vitest";
import type { Move } from "../../../providers/engine/move";
import { verify } from "../../../providers/engine/steps/verify";
import type { Manifest, Mover, Passage } from "../../../providers/model/mover";
import type { Procedure } from "../../../providers/model/procedure";

function* giving<T>(value: T): Procedure<T> {
  yield* [];
  return value;
}

type Answers = (side: "source" | "target", number?: number) => Manifest | undefined;

/** A move whose manifests are these; `planned` is how many files it had when it was planned. */
function moving(answers: Answers, planned = 5): { move: Move; asked: string[] } {
  const asked: string[] = [];
  const mover: Partial<Mover> = {
    manifest: (_, side, number) => {
      asked.push(`${side} ${number ?? "whole"}`);
      return giving(answers(side, number));
    },
  };
  const from = { id: "directory", path: "/srv/shop" };
  const move = {
    plan: {
      service: "shop",
      from: "alpha",
      to: "beta",
      datasets: [{ source: from, scan: { files: planned } }],
    },
    memo: { passages: [{ from } as unknown as Passage] },
    mover,
    took: { bytes: 0, files: 0, passes: 3, steps: [] },
  } as unknown as Move;
  return { move, asked };
}

const held = (root: string, files = 6): Manifest => ({ files, bytes: 10, root });

describe("the proof before the start", () => {
  it("looks only at what the final pass touched where all else was compared before", async () => {
    const { move, asked } = moving(() => held("r"));
    await verify.do(move);
    expect(asked).toEqual(["source 2", "target 2"]);
    expect(move.took.proof).toEqual({ files: 6, bytes: 10, root: "r" });
  });

  it("looks at everything where one side has doubts", async () => {
    const { move, asked } = moving((side, number) => (side === "target" && number ? undefined : held("r")));
    await verify.do(move);
    expect(asked).toEqual(["source 2", "target 2", "source whole", "target whole"]);
  });

  it("looks at everything before it says that the data arrived differently, with the figures of both sides", async () => {
    const { move } = moving((side, number) => held(side, number ? 0 : side === "source" ? 6 : 5));
    await expect(verify.do(move)).rejects.toThrow(
      "directory arrived differently: 6 files and 10 bytes on alpha, 5 files and 10 bytes on beta",
    );
  });

  it("refuses data that is gone after the stop, and none that never was there", async () => {
    const empty = { files: 1, bytes: 0, root: "r" };
    await expect(verify.do(moving(() => empty).move)).rejects.toThrow(
      "directory is empty: /srv/shop on alpha held 5 files when the move was planned, and none after the stop.",
    );
    await expect(verify.do(moving(() => empty, 0).move)).resolves.toBeUndefined();
  });
});
