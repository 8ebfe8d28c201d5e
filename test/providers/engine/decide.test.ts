import { describe, expect, it } from "vitest";
import { type Differing, decider, UNCHANGED } from "../../../providers/engine/decide";

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
