import { describe, expect, it } from "vitest";
import { type Sighting, verdict, whereFound } from "../../../providers/engine/verdict";
import type { RunState } from "../../../providers/model/service";

const saw = (host: string, state: RunState): Sighting => ({
  host,
  whereabouts: { state, evidence: `${state} there` },
});
const blind = (host: string): Sighting => ({
  host,
  trouble: { text: `${host}: no route`, remedy: "plug it in" },
});

describe("where a service is", () => {
  it("is its declared host when it runs there and nowhere else", () => {
    const found = verdict("shop", "alpha", [saw("alpha", "running"), saw("beta", "stopped")]);
    expect(found).toEqual({ kind: "here", evidence: "running there", running: true });
  });

  it("is another host when it runs there: that is a move", () => {
    const found = verdict("shop", "beta", [saw("alpha", "running"), saw("beta", "absent")]);
    expect(found).toEqual({ kind: "elsewhere", host: "alpha", evidence: "running there" });
  });

  it("is a question for a person when it runs twice, naming both hosts", () => {
    const found = verdict("shop", "beta", [saw("alpha", "running"), saw("beta", "running")]);
    expect(found.kind).toBe("blocked");
    expect(JSON.stringify(found)).toMatch(/alpha .*and beta/);
  });

  it("is a question when it runs nowhere and its files are nowhere, naming who was asked", () => {
    const found = verdict("shop", "alpha", [saw("alpha", "absent"), saw("beta", "absent")]);
    expect(JSON.stringify(found)).toContain("its files are nowhere (asked: alpha, beta)");
  });

  it("is its declared host when it is stopped there", () => {
    const found = verdict("shop", "alpha", [saw("alpha", "stopped"), saw("beta", "absent")]);
    expect(found).toMatchObject({ kind: "here", running: false });
  });

  it("is a question when it is stopped on another host only", () => {
    const found = verdict("shop", "beta", [saw("alpha", "stopped"), saw("beta", "absent")]);
    expect(JSON.stringify(found)).toContain("Ferry moves what runs");
  });

  it("does not depend on a host that cannot be asked, when the service was found running where it should", () => {
    expect(verdict("shop", "alpha", [saw("alpha", "running"), blind("gate")]).kind).toBe("here");
  });

  it("is a question when the target cannot be asked, with the host's own remedy", () => {
    const found = verdict("shop", "beta", [saw("alpha", "running"), blind("beta")]);
    expect(found).toEqual({ kind: "blocked", blocks: [{ reason: "beta: no route", remedy: "plug it in" }] });
  });

  it("is a question when it was found nowhere but a host could not be asked", () => {
    expect(verdict("shop", "alpha", [saw("alpha", "stopped"), blind("beta")]).kind).toBe("blocked");
  });
});

describe("what a refresh keeps", () => {
  it.each([
    [[saw("alpha", "running"), saw("beta", "absent")], { host: "alpha", state: "running" }],
    [[saw("alpha", "stopped"), saw("beta", "running")], { host: "beta", state: "running" }],
    [[saw("beta", "stopped"), saw("alpha", "stopped")], { host: "alpha", state: "stopped" }],
    [[saw("alpha", "absent"), saw("beta", "absent")], { host: "alpha", state: "missing" }],
    [[saw("alpha", "absent"), blind("beta")], { host: "alpha", state: "unknown" }],
  ] as const)("%j is %j", (sightings, expected) => {
    expect(whereFound("alpha", sightings)).toEqual(expected);
  });
});
