import { describe, expect, it } from "vitest";
import type { OpenMove } from "../../../providers/engine/steer";
import { type Made, ran } from "./made-world";

const move = (more: Partial<OpenMove> = {}): OpenMove => ({
  move: "a1b2",
  from: "alpha",
  to: "beta",
  step: "precopy",
  held: true,
  controller: "ann@desk:42",
  phase: "runs",
  ...more,
});

const asked = { what: "pause", by: "bob@desk", at: "2026-11-21T12:00:00.000Z" } as const;

async function steered(verb: string, openMoves: (OpenMove | undefined)[]) {
  const requests: NonNullable<Made["requests"]> = [];
  const { code, stdout, stderr, views } = await ran([verb, "shop"], { openMoves, requests });
  expect(views).toEqual({ opened: 1, closed: 1 });
  return { code, stdout: stdout.replace(/\s+/g, " "), stderr: stderr.replace(/\s+/g, " "), requests };
}

describe("ferry pause", () => {
  it("leaves a request for the running move, and waits until nobody holds it", async () => {
    const { code, stdout, requests } = await steered("pause", [move(), move(), move({ held: false })]);
    expect(code).toBe(0);
    expect(requests).toMatchObject([{ what: "pause", at: "2026-11-21T12:33:07.000Z" }]);
    expect(stdout).toMatch(
      /asked ann@desk:42 to stop .*step precopy.* shop runs on alpha; its move to beta is paused\. `ferry resume shop`/,
    );
  });

  it("is too late once the service is stopped, and leaves nothing behind", async () => {
    const { code, stderr, requests } = await steered("pause", [
      move({ step: "finalSync", phase: "stopped" }),
    ]);
    expect([code, requests]).toEqual([3, []]);
    expect(stderr).toMatch(
      /too late to pause the move of shop \(step finalSync\) why: shop is stopped on alpha/,
    );
  });

  it("says so where the move came to its end meanwhile", async () => {
    const { stdout } = await steered("pause", [move(), undefined]);
    expect(stdout).toContain("came to its end before it could be paused");
  });

  it("holds back a move whose controller has died", async () => {
    const { code, requests } = await steered("pause", [move({ held: false })]);
    expect([code, requests.length]).toEqual([0, 1]);
  });
});

describe("ferry resume", () => {
  it("takes the request back, and says what the next up does", async () => {
    const { code, stdout, requests } = await steered("resume", [move({ held: false, request: asked })]);
    expect([code, requests]).toEqual([0, ["taken back"]]);
    expect(stdout).toMatch(/the next pulumi up goes on .* nothing that arrived whole is sent again/);
  });

  it("changes nothing where nobody paused it", async () => {
    expect((await steered("resume", [move({ held: false })])).requests).toEqual([]);
    expect((await steered("resume", [move()])).stdout).toContain("is under way");
  });
});

describe("ferry cancel", () => {
  it("asks the running move to put everything back", async () => {
    const { code, requests, stdout } = await steered("cancel", [move({ phase: "stopped" }), undefined]);
    expect([code, requests]).toMatchObject([0, [{ what: "cancel" }]]);
    expect(stdout).toContain("the move has ended");
  });

  it("puts back what a paused move left", async () => {
    const { code, requests } = await steered("cancel", [move({ held: false, request: asked })]);
    expect([code, requests]).toEqual([0, ["put back"]]);
  });

  it("puts back a move whose controller dies while it is waited for", async () => {
    const { requests } = await steered("cancel", [move(), move({ held: false })]);
    expect(requests).toMatchObject([{ what: "cancel" }, "put back"]);
  });

  it("is refused once clients may have reached the target", async () => {
    const { code, stderr, requests } = await steered("cancel", [move({ step: "confirm", phase: "past" })]);
    expect([code, requests]).toEqual([3, []]);
    expect(stderr).toMatch(/clients may have reached shop on beta already next: .* declare alpha again/);
  });
});

describe.each(["pause", "resume", "cancel"])("ferry %s", (verb) => {
  it("needs one service, and a move of it", async () => {
    expect((await ran([verb])).stderr).toContain(`\`ferry ${verb}\` needs a SERVICE`);
    expect((await ran([verb])).code).toBe(2);
    const { code, stderr } = await steered(verb, [undefined]);
    expect(code).toBe(3);
    expect(stderr).toContain(`there is no move of shop to ${verb}`);
  });
});
