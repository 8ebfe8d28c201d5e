import { describe, expect, it } from "vitest";
import type { Move } from "../../../providers/engine/move";
import { verify } from "../../../providers/engine/steps/verify";
import type { Both, Manifest, Mover, Passage } from "../../../providers/model/mover";
import type { Procedure } from "../../../providers/model/procedure";

function* giving<T>(value: T): Procedure<T> {
  yield* [];
  return value;
}

type Answers = (side: "source" | "target") => Manifest;

/** A move whose manifests are these; `planned` is how many files it had when it was planned, `seen` what the final pass told. */
function moving(answers: Answers, planned = 5, seen?: Both): { move: Move; asked: string[] } {
  const asked: string[] = [];
  const mover: Partial<Mover> = {
    manifest: (_, side) => {
      asked.push(side);
      return giving(answers(side));
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
    seen: new Map(seen ? [[from.id, seen]] : []),
    took: { bytes: 0, files: 0, passes: 3, steps: [] },
  } as unknown as Move;
  return { move, asked };
}

const held = (root: string, files = 6): Manifest => ({ files, bytes: 10, root });

describe("the proof before the start", () => {
  it("asks nobody where the final pass has told what it touched, and all else was compared before", async () => {
    const { move, asked } = moving(() => held("r"), 5, [held("s"), held("s", 0)]);
    await verify.do(move);
    expect(asked).toEqual([]);
    expect(move.took.proof).toEqual({ files: 6, bytes: 10, root: "s" });
  });

  it("looks at everything where the final pass could not tell, or told of a difference", async () => {
    const differing: Both = [held("s"), held("t", 0)];
    for (const seen of [undefined, differing]) {
      const { move, asked } = moving(() => held("r"), 5, seen);
      await verify.do(move);
      expect(asked).toEqual(["source", "target"]);
      expect(move.took.proof).toEqual({ files: 6, bytes: 10, root: "r" });
    }
  });

  it("says that the data arrived differently with the figures of both sides", async () => {
    const { move } = moving((side) => held(side, side === "source" ? 6 : 5), 5, [held("s"), held("t", 0)]);
    await expect(verify.do(move)).rejects.toThrow(
      "directory arrived differently: 6 files and 10 bytes on alpha, 5 files and 10 bytes on beta",
    );
  });

  it("refuses data that is gone after the stop, and none that never was there", async () => {
    const empty = { files: 1, bytes: 0, root: "r" };
    await expect(verify.do(moving(() => empty).move)).rejects.toThrow(
      "directory is empty: /srv/shop on alpha held 5 files when the move was planned, and none after the stop.",
    );
    await expect(verify.do(moving(() => empty, 5, [empty, empty]).move)).rejects.toThrow(
      "directory is empty",
    );
    await expect(verify.do(moving(() => empty, 0).move)).resolves.toBeUndefined();
  });
});
