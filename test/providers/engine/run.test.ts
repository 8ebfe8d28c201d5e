import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Controls } from "../../../providers/engine/controls";
import { MoveStuck, MoveUnwound } from "../../../providers/engine/errors";
import { Journal, type JournalDocument } from "../../../providers/engine/journal";
import type { Move, Step } from "../../../providers/engine/move";
import { run } from "../../../providers/engine/run";
import { allSteps } from "../../../providers/engine/steps";
import type { StepName } from "../../../providers/model/plan";
import type { Transport } from "../../../providers/model/transport";

const names = allSteps.map((step) => step.name);
const undoable = new Set(allSteps.filter((step) => step.undo).map((step) => step.name));

/** A move whose journal lives in memory: what the runner does with steps is the subject, not hosts. */
function moveOf(hosts: readonly Transport[] = []): Move {
  const document: JournalDocument = {
    version: 1,
    move: "m1",
    service: "shop",
    kind: "process",
    from: "alpha",
    to: "beta",
    strategy: "warm",
    controller: "me",
    started: "2026-01-01T00:00:00Z",
    memo: { passages: [] },
    entries: [],
  };
  return {
    id: "m1",
    plan: { service: "shop", from: "alpha", to: "beta", steps: [] },
    journal: new Journal(document, hosts),
    lease: { assertHeld: () => undefined, isOurs: async () => true, give: async () => undefined },
    controls: new Controls("shop", []),
    log: { progress: () => undefined, note: () => undefined },
    took: { bytes: 0, files: 0, passes: 0, steps: [] },
  } as unknown as Move;
}

function recording(events: string[], fails: { do?: StepName; undo?: StepName } = {}): Step[] {
  return allSteps.map((step) => ({
    ...step,
    do: async () => {
      events.push(step.name);
      if (fails.do === step.name) throw new Error(`${step.name} broke`);
    },
    ...(step.undo && {
      undo: async () => {
        events.push(`-${step.name}`);
        if (fails.undo === step.name) throw new Error(`undo of ${step.name} broke`);
      },
    }),
  }));
}

describe("a move", () => {
  it("runs its steps in order", async () => {
    const events: string[] = [];
    await run(moveOf(), recording(events));
    expect(events).toEqual(names);
  });

  it("puts back exactly what was begun, last in, first out, wherever it fails before the end", async () => {
    const beforeRetain = names.filter((name) => name !== "retain");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beforeRetain), async (failing) => {
        const events: string[] = [];
        await expect(run(moveOf(), recording(events, { do: failing }))).rejects.toBeInstanceOf(MoveUnwound);
        const done = names.slice(0, names.indexOf(failing) + 1);
        const undone = done.filter((name) => undoable.has(name)).reverse();
        expect(events).toEqual([...done, ...undone.map((name) => `-${name}`)]);
      }),
    );
  });

  it("takes nothing back of an earlier try when it does not get the lock", async () => {
    const events: string[] = [];
    const move = moveOf();
    move.journal.jot(undefined, "stage");
    await expect(run(move, recording(events, { do: "lock" }))).rejects.toThrow(/Nothing was touched/);
    expect(events).toEqual(["lock", "-lock"]);
  });

  it("says where it failed, why, and that the source runs", async () => {
    const failing = run(moveOf(), recording([], { do: "probe" }));
    await expect(failing).rejects.toThrow(/failed in step probe: probe broke.*shop runs on alpha/);
  });

  it("does not start the source again when the copy on the target could not be stopped", async () => {
    const events: string[] = [];
    const failing = run(moveOf(), recording(events, { do: "probe", undo: "start" }));
    await expect(failing).rejects.toBeInstanceOf(MoveStuck);
    expect(events).not.toContain("-quiesce");
  });

  it("starts the source again when only tidying up failed", async () => {
    const events: string[] = [];
    const failing = run(moveOf(), recording(events, { do: "probe", undo: "stage" }));
    await expect(failing).rejects.toBeInstanceOf(MoveStuck);
    expect(events).toContain("-quiesce");
  });

  it("is not undone by a failure after the commit", async () => {
    const events: string[] = [];
    const failing = run(moveOf(), recording(events, { do: "retain" }));
    await expect(failing).rejects.toThrow(/has moved to beta and runs there/);
    expect(events.some((event) => event.startsWith("-"))).toBe(false);
  });
});

/** A host that takes a moment to write the journal, and notes the last intent in each version. */
function writing(events: string[], failing?: StepName): Transport {
  const run: Transport["run"] = async ({ stdin = "" }) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { entries } = JSON.parse(stdin) as JournalDocument;
    const last = entries.findLast(({ event }) => event === "intent")?.step;
    events.push(`wrote ${last}`);
    return { code: last === failing ? 1 : 0, stdout: "", stderr: "disk full" };
  };
  return { host: { name: "alpha", address: "alpha", root: "" }, run } as unknown as Transport;
}

describe("the journal of a move", () => {
  it("has the intent of every step that changes something before the step begins", async () => {
    const events: string[] = [];
    await run(moveOf([writing(events)]), recording(events));
    const late = names.filter((name) => {
      const written = events.indexOf(`wrote ${name}`);
      return written < 0 || written > events.indexOf(name);
    });
    const may = allSteps.filter((step) => step.harmless || step.recordOnly).map(({ name }) => name);
    expect(late).toEqual(["lock", ...may]);
    expect(late).not.toContain("start");
  });

  it("gives the source up in the write that says that the target starts", async () => {
    const events: string[] = [];
    await run(moveOf([writing(events)]), recording(events));
    expect(events).not.toContain("wrote release");
    expect(events.indexOf("release")).toBeLessThan(events.indexOf("wrote start"));
  });

  it("has the intent of a harmless step that takes long; nothing is put back before such a step has ended", async () => {
    const events: string[] = [];
    const steps = recording(events).map((step) =>
      step.name !== "finalSync"
        ? step
        : {
            ...step,
            do: async () => {
              await new Promise((resolve) => setTimeout(resolve, 1200));
              events.push("finalSync ended");
            },
          },
    );
    await expect(run(moveOf([writing(events, "finalSync")]), steps)).rejects.toThrow(/disk full/);
    expect(events.indexOf("finalSync ended")).toBeLessThan(events.indexOf("-quiesce"));
    expect(events.indexOf("finalSync ended")).toBeGreaterThan(0);
  });
});
