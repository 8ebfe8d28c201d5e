import { describe, expect, it } from "vitest";
import type { JournalDocument } from "../../../providers/engine/journal";
import type { Sighting } from "../../../providers/engine/verdict";
import { HostUnreachable } from "../../../providers/transport/errors";
import { type Answers, ran } from "./made-world";

const NOON = Date.UTC(2026, 10, 21, 12, 0) / 1000;

const runs = (host: string): Sighting => ({
  host,
  whereabouts: { state: "running", evidence: "2 of 2 containers running" },
});
const stopped = (host: string): Sighting => ({
  host,
  whereabouts: { state: "stopped", evidence: "0 of 2 containers running" },
});
const absent = (host: string): Sighting => ({ host, whereabouts: { state: "absent", evidence: "nothing" } });

/** A host that has these records of the shop. */
function records(kept: { placement?: object; journal?: object; lock?: object; age?: number }): Answers {
  return (argv) => {
    const path = argv.find((word) => word.includes("/services/shop")) ?? "";
    if (path.endsWith("placement.json"))
      return { stdout: kept.placement ? JSON.stringify(kept.placement) : "" };
    if (path.endsWith("journal.json")) return { stdout: kept.journal ? JSON.stringify(kept.journal) : "" };
    if (path.endsWith("/shop"))
      return { stdout: kept.lock ? `${kept.age ?? 3}\n${JSON.stringify(kept.lock)}\n` : "" };
    return {};
  };
}

const journal = (steps: readonly string[], more: Partial<JournalDocument> = {}) => ({
  version: 1,
  move: "a1b2",
  service: "shop",
  kind: "compose",
  from: "alpha",
  to: "beta",
  strategy: "warm",
  controller: "ann@desk:42",
  started: "2026-11-21T12:30:00.000Z",
  memo: {},
  entries: steps.map((step) => ({ step, event: "intent", at: "" })),
  ...more,
});

describe("ferry status", () => {
  it("says where a service is, since when, and which copy is kept until when", async () => {
    const { code, stdout } = await ran(["status", "shop"], {
      sightings: { shop: [stopped("alpha"), runs("beta"), absent("gate")] },
      hosts: {
        alpha: records({
          placement: {
            service: "shop",
            role: "retained",
            move: "m",
            at: NOON,
            peer: "beta",
            paths: ["/srv/shop"],
            until: NOON + 259_200,
          },
        }),
        beta: records({
          placement: { service: "shop", role: "active", move: "m", at: NOON, peer: "alpha", paths: [] },
        }),
      },
    });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "shop  on beta  (2 of 2 containers running)",
        "  there since 2026-11-21 12:00 UTC",
        "  retained copy on alpha until 2026-11-24 12:00 UTC: /srv/shop",
        "",
      ].join("\n"),
    );
  });

  it("says when a promise to keep a copy is over", async () => {
    const placement = {
      service: "shop",
      role: "retained",
      move: "m",
      at: NOON - 9e5,
      peer: "beta",
      paths: ["/x"],
      until: NOON - 10,
    };
    const { stdout } = await ran(["status", "shop"], {
      sightings: { shop: [runs("beta")] },
      hosts: { alpha: records({ placement }) },
    });
    expect(stdout).toContain("until 2026-11-21 11:59 UTC (over)");
  });

  it.each([
    ["elsewhere", [runs("alpha")], "shop  on alpha, declared on beta  (2 of 2 containers running)"],
    ["twice", [runs("alpha"), runs("beta")], "shop  runs on alpha and beta: two writers (declared: beta)"],
    [
      "stopped",
      [stopped("beta")],
      "shop  runs nowhere (declared: beta)\n  stopped on beta: 0 of 2 containers running",
    ],
    ["nowhere", [absent("beta")], "shop  is nowhere (declared: beta)"],
  ])("says where it really is: %s", async (_name, sightings, text) => {
    const { stdout } = await ran(["status", "shop"], { sightings: { shop: sightings } });
    expect(stdout).toBe(`${text}\n`);
  });

  it("tells a move in flight from one that was cut off, once for both of its hosts", async () => {
    const lock = { move: "a1b2", controller: "ann@desk:42", since: "2026-11-21T12:30:00.000Z" };
    const both = (age: number) => ({
      alpha: records({ journal: journal(["lock", "precopy"]), lock, age }),
      beta: records({ journal: journal(["lock"]), lock, age }),
    });
    const flying = await ran(["status", "shop"], { sightings: { shop: [runs("alpha")] }, hosts: both(3) });
    expect(flying.stdout.match(/ move /g)).toHaveLength(1);
    expect(flying.stdout.replace(/\s+/g, " ")).toContain(
      "move alpha -> beta in flight: step precopy, begun 2026-11-21 12:30 UTC by ann@desk:42",
    );
    const cut = await ran(["status", "shop"], { sightings: { shop: [runs("alpha")] }, hosts: both(90) });
    expect(cut.stdout.replace(/\s+/g, " ")).toContain(
      "move alpha -> beta was cut off in step precopy (begun",
    );
  });

  it("does not show a move that is over", async () => {
    const { stdout } = await ran(["status", "shop"], {
      sightings: { shop: [runs("beta")] },
      hosts: { beta: records({ journal: journal(["lock", "commit"], { outcome: "committed" }) }) },
    });
    expect(stdout).toBe("shop  on beta  (2 of 2 containers running)\n");
  });

  it("exits 4 and says which host could not be asked, and what to do", async () => {
    const why = new HostUnreachable("connection refused", { host: "alpha", remedy: "Start sshd on alpha." });
    const { code, stdout } = await ran(["status", "shop"], {
      sightings: {
        shop: [
          runs("beta"),
          { host: "alpha", trouble: { text: "alpha: connection refused", remedy: "Start sshd." } },
        ],
      },
      hosts: { alpha: () => why },
    });
    expect(code).toBe(4);
    expect(stdout).toContain("  alpha: connection refused\n    -> Start sshd on alpha.");
  });

  it("prints one JSON document", async () => {
    const { stdout } = await ran(["status", "shop", "--json"], { sightings: { shop: [runs("beta")] } });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      stack: "prod",
      made: "2026-11-21T12:33:07.000Z",
      services: [
        {
          service: "shop",
          kind: "compose",
          declared: "beta",
          runsOn: [{ host: "beta", evidence: "2 of 2 containers running" }],
          stoppedOn: [],
          kept: [],
          moves: [],
          unasked: [],
        },
      ],
    });
  });
});
