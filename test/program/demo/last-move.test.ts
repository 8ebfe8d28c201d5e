import { describe, expect, it } from "vitest";
import { lastMoveOf } from "../../../program/demo/last-move";

describe("the last move in a stack's outputs", () => {
  it("is found wherever it is", () => {
    const lastMove = { from: "alpha", to: "beta", downtimeSeconds: 0.4, bytes: 12, steps: [] };
    expect(lastMoveOf({ services: { notes: { host: "beta", lastMove } } })).toEqual({
      downtimeSeconds: 0.4,
      bytes: 12,
    });
  });

  it("is missed aloud where there was none", () => {
    expect(() => lastMoveOf({ services: { notes: { host: "alpha", lastMove: null } } })).toThrow(
      /nothing of a move/,
    );
    expect(() => lastMoveOf("nothing")).toThrow();
  });
});
