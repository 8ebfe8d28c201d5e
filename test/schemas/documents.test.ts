import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { JournalDocument } from "../../providers/engine/journal";
import type { Named } from "../../providers/model/kind";
import type { Assessment, Plan, StepName } from "../../providers/model/plan";
import { type JournalRecord, journal } from "../../schemas/journal";
import type { ServiceSpec, Stack } from "../../schemas/normal";
import type { plan } from "../../schemas/plan";
import type { DeepReadonly } from "../../schemas/readonly";
import { type AssessmentDocument, type assessment, report } from "../../schemas/report";
import type { ServiceDecl, StackDecl } from "../../schemas/stack";
import type { step } from "../../schemas/steps";

/**
 * The compiler runs these: a type that no longer fits fails the type check. What a schema describes and what the
 * code holds must each be good for the other.
 */
describe("the types of schemas and code agree", () => {
  it("on the report", () => {
    expectTypeOf<Assessment>().toExtend<AssessmentDocument>();
    expectTypeOf<z.infer<typeof assessment>>().toExtend<Assessment>();
    expectTypeOf<Plan>().toExtend<DeepReadonly<z.infer<typeof plan>>>();
    expectTypeOf<z.infer<typeof plan>>().toExtend<Plan>();
    expectTypeOf<z.infer<typeof step>>().toEqualTypeOf<StepName>();
  });

  it("on the journal", () => {
    expectTypeOf<JournalDocument>().toExtend<JournalRecord>();
    expectTypeOf<z.infer<typeof journal>>().toExtend<JournalDocument>();
  });

  it("on services: a normalised one is a declared one with a name", () => {
    expectTypeOf<ServiceSpec>().toExtend<Named<ServiceDecl>>();
    expectTypeOf<Stack>().toExtend<StackDecl>();
  });
});

const entry = { step: "lock", event: "done", at: "2026-01-31T12:00:00.000Z" };
const record: unknown = {
  version: 1,
  move: "shop-1",
  service: "shop",
  kind: "compose",
  from: "alpha",
  to: "beta",
  strategy: "warm",
  controller: "laptop",
  started: "2026-01-31T12:00:00Z",
  memo: { passages: [] },
  entries: [entry],
};

describe("the journal's schema", () => {
  it("takes a move under way, and one that ended", () => {
    expect(journal.safeParse(record).success).toBe(true);
    expect(journal.safeParse({ ...(record as object), outcome: "unwound" }).success).toBe(true);
  });

  it.each([
    ["an unknown step", { entries: [{ ...entry, step: "fly" }] }],
    ["an unknown key, which might be a secret", { password: "x" }],
    ["a time without a zone", { started: "2026-01-31T12:00:00" }],
    ["a newer version", { version: 2 }],
  ])("refuses %s", (_, change) => {
    expect(journal.safeParse({ ...(record as object), ...change }).success).toBe(false);
  });
});

describe("the report's schema", () => {
  const none = { action: "none", service: "shop", host: "alpha", evidence: "2 of 2 containers running" };

  it("takes a report, and refuses an unknown action", () => {
    const made = { version: 1, stack: "prod", made: "2026-01-31T12:00:00.000Z", services: [none] };
    expect(report.safeParse(made).success).toBe(true);
    expect(report.safeParse({ ...made, services: [{ ...none, action: "fly" }] }).success).toBe(false);
  });
});
