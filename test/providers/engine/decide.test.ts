import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConflictRules, type Differing, decider, UNCHANGED } from "../../../providers/engine/decide";

const file = (path: string, more: Partial<Differing> = {}): Differing => ({
  path,
  absolute: `/srv/shop/${path}`,
  status: "newer_target",
  ...more,
});

describe("a decision about a file that differs", () => {
  const rules = {
    default: "stop",
    overwrite: ["uploads/**"],
    skip: ["local.env", "/srv/shop/keep/**"],
  } as const;

  it("is made by the pattern that names it, and says which", () => {
    const decide = decider(rules);
    expect(decide(file("uploads/a/b.png"))).toEqual({
      decision: "overwrite",
      because: "overwrite: uploads/**",
    });
    expect(decide(file("local.env"))).toEqual({ decision: "skip", because: "skip: local.env" });
  });

  it("is open when nothing names it and the default is to stop", () => {
    expect(decider(rules)(file("other.txt"))).toEqual({});
  });

  it("follows the default otherwise", () => {
    const decide = decider({ ...rules, default: "overwrite" });
    expect(decide(file("other.txt"))).toEqual({ decision: "overwrite", because: "default: overwrite" });
  });

  it("keeps a file that both a skip and an overwrite name, because keeping loses nothing", () => {
    const decide = decider({ default: "stop", overwrite: ["**"], skip: ["local.env"] });
    expect(decide(file("local.env")).decision).toBe("skip");
  });

  it("takes absolute patterns as paths on the target", () => {
    expect(decider(rules)(file("keep/x")).decision).toBe("skip");
  });

  it("matches names that hold a line break", () => {
    expect(decider(rules)(file("uploads/a\nb")).decision).toBe("overwrite");
  });

  it("matches names that begin with a dot", () => {
    expect(decider(rules)(file("uploads/.hidden")).decision).toBe("overwrite");
  });
});

describe("a retained copy", () => {
  const decide = decider({ default: "stop", overwrite: [], skip: [] }, 1000);

  it("is replaced without asking where nothing has changed since Ferry left it", () => {
    expect(decide(file("a", { targetChanged: 999.5 }))).toEqual({
      decision: "overwrite",
      because: UNCHANGED,
    });
  });

  it("is asked about where someone touched it since", () => {
    expect(decide(file("a", { targetChanged: 1000.5 }))).toEqual({});
  });
});

describe("decisions by any rules", () => {
  const names = ["a", "b", "logs", ".env", "x\ny"] as const;
  const path = fc
    .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("/"));
  const pattern = fc.oneof(
    path,
    path.map((each) => `/srv/shop/${each}`),
    fc.constantFrom("**", "*", "**/*.env", "a/**", "logs/*", "/srv/shop/**"),
  );
  const rules = fc.record({
    default: fc.constantFrom("stop", "overwrite", "skip"),
    overwrite: fc.array(pattern, { maxLength: 3 }),
    skip: fc.array(pattern, { maxLength: 3 }),
  });
  const changed = fc.option(fc.integer({ min: 990, max: 1010 }), { nil: undefined });
  const differing = fc
    .record({ path, targetChanged: changed })
    .map(({ path: at, targetChanged }) => file(at, targetChanged === undefined ? {} : { targetChanged }));
  const retained = fc.option(fc.constant(1000), { nil: undefined });
  const every = (check: (given: ConflictRules, one: Differing, at: number | undefined) => void): void =>
    fc.assert(fc.property(rules, differing, retained, check), { numRuns: 500 });

  it("never replace what a skip names, whatever else names it", () => {
    every((given, one, at) => {
      const named = decider(
        { ...given, skip: [...given.skip, one.path.replaceAll(/[*[\]{}()!?\\]/g, "\\$&")] },
        at,
      )(one);
      expect(named.decision).toBe("skip");
    });
  });

  it("are made only by a rule, by the default, or because nothing has touched a retained copy", () => {
    every((given, one, at) => {
      const { decision, because } = decider(given, at)(one);
      const [by = "", pattern = ""] = (because ?? "").split(": ");
      if (decision === undefined) expect(given.default).toBe("stop");
      else if (because === UNCHANGED) expect(one.targetChanged).toBeLessThanOrEqual(at ?? 0);
      else if (by === "default") expect([pattern, decision]).toEqual([given.default, given.default]);
      else expect(given[by as "skip" | "overwrite"]).toContain(pattern);
    });
  });

  it("do not become others because a rule is added that does not name the file", () => {
    every((given, one, at) => {
      const more = {
        ...given,
        skip: [...given.skip, "elsewhere/**"],
        overwrite: ["/srv/other/**", ...given.overwrite],
      };
      expect(decider(more, at)(one)).toEqual(decider(given, at)(one));
    });
  });
});
