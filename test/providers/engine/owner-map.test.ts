import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownerChecks, ownerLine } from "../../../providers/engine/owner-checks";
import { ownersByName } from "../../../providers/engine/owner-map";
import { Accounts, type Owners, type UsersAndGroups } from "../../../providers/facts/owners";

const known = (
  users: readonly (readonly [number, string])[],
  groups: readonly (readonly [number, string])[] = [],
): UsersAndGroups => ({ users: new Accounts(users), groups: new Accounts(groups) });
const owners = (users: readonly number[], groups: readonly number[] = [], lists = false): Owners => ({
  users,
  groups,
  lists,
});
const BETWEEN = {
  service: "db",
  from: "alpha",
  to: "beta",
  means: { codec: "zstd", blocks: true, attributes: "python3" },
  tools: new Set(["tar-owner-map"]),
  lists: false,
} as const;

describe("owners by name", () => {
  const HERE = known(
    [
      [0, "root"],
      [110, "postgres"],
      [113, "redis"],
      [33, "www-data"],
      [120, "here-only"],
    ],
    [
      [0, "root"],
      [116, "postgres"],
    ],
  );
  const THERE = known(
    [
      [0, "root"],
      [113, "postgres"],
      [110, "redis"],
      [33, "www-data"],
      [121, "there-only"],
    ],
    [
      [0, "root"],
      [5, "postgres"],
    ],
  );

  it("are who has the name on the target, and programs that own nothing yet", () => {
    const found = ownersByName(owners([0, 110], [116]), HERE, THERE);
    expect(found.map).toEqual({
      users: [
        [0, 0],
        [110, 113],
        [113, 110],
        [33, 33],
      ],
      groups: [
        [116, 5],
        [0, 0],
      ],
    });
    expect(found.lost).toEqual([]);
    expect(found.moved).toEqual([
      { what: "user", name: "postgres", from: 110, to: 113 },
      { what: "group", name: "postgres", from: 116, to: 5 },
    ]);
    expect(ownerChecks(found, BETWEEN)).toEqual([
      {
        name: "owners",
        outcome: "pass",
        text: "owners by name: user postgres is 110 on alpha and 113 on beta, group postgres is 116 on alpha and 5 on beta",
      },
    ]);
  });

  it("are missed by name, with what would make them", () => {
    const [check, ...more] = ownerChecks(ownersByName(owners([120]), HERE, THERE), BETWEEN);
    expect(more).toEqual([]);
    expect(check).toMatchObject({
      outcome: "fail",
      text: "there is no user here-only on beta; some of the data belongs to user here-only (120 on alpha)",
      remedy: expect.stringMatching(/useradd --system here-only.*owners: by-number.*services\.db/s),
    });
  });

  it("keep a number that has no name, which is said, and whose it is on the target", () => {
    const found = ownersByName(owners([121, 4711]), HERE, THERE);
    expect(found.map.users.slice(0, 2)).toEqual([
      [121, 121],
      [4711, 4711],
    ]);
    const checks = ownerChecks(found, BETWEEN);
    expect(checks.map(({ outcome }) => outcome)).toEqual(["pass", "warn", "warn"]);
    expect(checks[1]?.text).toContain("user 121, to whom some of the data belongs, has no name on alpha");
    expect(checks[1]?.text).toContain("which is user there-only there");
    expect(checks[2]?.text).not.toContain("which is");
  });

  it("may not become one on the target", () => {
    const one = known([
      [113, "postgres"],
      [113, "redis"],
    ]);
    expect(ownerChecks(ownersByName(owners([110, 113]), HERE, one), BETWEEN)).toMatchObject([
      { outcome: "fail", text: expect.stringContaining("users 110 and 113 of alpha are both 113 on beta") },
    ]);
    // One that has no name keeps the number that somebody else gets.
    const nameless = ownersByName(owners([110, 5000]), HERE, known([[5000, "postgres"]]));
    expect(nameless.merged).toEqual([{ what: "user", from: [110, 5000], to: 5000 }]);
  });

  it("need tools where a number changes, and none where all stay", () => {
    const changed = ownersByName(owners([110]), HERE, THERE);
    const texts = (more: Partial<Parameters<typeof ownerChecks>[1]>, found = changed): string[] =>
      ownerChecks(found, { ...BETWEEN, ...more })
        .filter(({ outcome }) => outcome === "fail")
        .map(({ text }) => text);
    expect(texts({})).toEqual([]);
    expect(texts({ means: { ...BETWEEN.means, mover: "archive" } })).toEqual([
      expect.stringContaining("archives for busybox"),
    ]);
    expect(texts({ tools: new Set() })).toEqual([expect.stringContaining("tar on alpha is older than 1.29")]);
    const none = { ...BETWEEN.means, attributes: "none" } as const;
    expect(texts({ means: none })).toEqual([]);
    expect(texts({ means: none, lists: true })).toEqual([expect.stringContaining("without python3")]);
    const same = ownersByName(owners([0]), known([[0, "root"]]), known([[0, "root"]]));
    expect(texts({ means: { ...none, mover: "archive" }, tools: new Set(), lists: true }, same)).toEqual([]);
    expect(ownerLine(same, BETWEEN)).toBe("owners by name, with the same numbers on alpha and beta");
  });

  it("come back to the numbers that they had, whoever has which", () => {
    const number = fc.integer({ min: 0, max: 60 });
    const names = fc.uniqueArray(fc.constantFrom(..."abcdefghij"), { minLength: 1 });
    const hosts = names.chain((each) =>
      fc.tuple(
        fc.constant(each),
        fc.uniqueArray(number, { minLength: each.length, maxLength: each.length }),
        fc.uniqueArray(number, { minLength: each.length, maxLength: each.length }),
      ),
    );
    fc.assert(
      fc.property(hosts, ([each, left, right]) => {
        const accounts = (numbers: readonly number[]) =>
          known(each.map((name, at) => [numbers[at] ?? 0, name]));
        const there = ownersByName(owners(left), accounts(left), accounts(right));
        const back = ownersByName(owners(right), accounts(right), accounts(left));
        expect(there.lost).toEqual([]);
        expect(new Map(there.map.users).size).toBe(there.map.users.length);
        const home = new Map(back.map.users);
        for (const [from, to] of there.map.users) expect(home.get(to)).toBe(from);
      }),
    );
  });
});
