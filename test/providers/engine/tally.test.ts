import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decided, Differing } from "../../../providers/engine/decide";
import { Tally } from "../../../providers/engine/tally";
import { compare } from "../../../providers/facts/compare";
import type { Entry } from "../../../providers/facts/listing";
import { CONFLICTS_LISTED, type Decision, type FileStatus, type Scan } from "../../../providers/model/plan";

const TYPES = { f: "file", d: "directory", l: "symlink", p: "other" } as const;
type Letter = keyof typeof TYPES;

const side = fc.record({
  letter: fc.constantFrom<Letter>("f", "f", "f", "d", "l", "p"),
  bytes: fc.integer({ min: 0, max: 3 }),
  modified: fc.integer({ min: -2, max: 2 }),
  link: fc.constantFrom("a", "b"),
});
type SideOf = typeof side extends fc.Arbitrary<infer T> ? T : never;

/** One path on both hosts, whether the contents are equal where only that can tell, and what is decided. */
const pair = fc.record({
  source: fc.option(side, { nil: undefined }),
  target: fc.option(side, { nil: undefined }),
  equal: fc.boolean(),
  decision: fc.constantFrom<Decision | undefined>("overwrite", "skip", undefined),
});
type PairOf = typeof pair extends fc.Arbitrary<infer T> ? T : never;

const entry = (at: number, of: SideOf | undefined): Entry | undefined =>
  of && { ...of, path: `p${at}`, type: TYPES[of.letter] };

/** What a scan does with a tree, without hosts. */
function scanned(pairs: readonly PairOf[]): { scan: Scan; statuses: (FileStatus | undefined)[] } {
  const decide = ({ path }: Differing): Decided => {
    const decision = pairs[Number(path.slice(1))]?.decision;
    return decision === undefined ? {} : { decision, because: "a rule" };
  };
  const tally = new Tally("data", (path) => `/srv/${path}`, decide);
  const statuses = pairs.map(({ source, target, equal }, at) => {
    const [here, there] = [entry(at, source), entry(at, target)];
    if (here) tally.count(here);
    const compared = compare(here, there);
    if (compared === "ignored") return undefined;
    const status = compared !== "same-size" ? compared : equal ? "match" : "newer_source";
    tally.add(status, here, there);
    return status;
  });
  return { scan: tally.scan(1), statuses };
}

const trees = (check: (pairs: PairOf[], scan: Scan, statuses: (FileStatus | undefined)[]) => void): void =>
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
      const { scan, statuses } = scanned(pairs);
      check(pairs, scan, statuses);
    }),
    { numRuns: 300 },
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

describe("what a comparison of two trees adds up to", () => {
  it("counts every path under one status, but for directories and what does not travel", () => {
    trees((_, { counts }, statuses) => {
      for (const status of Object.keys(counts) as FileStatus[]) {
        expect(counts[status]).toBe(statuses.filter((each) => each === status).length);
      }
    });
  });

  it("counts the files and links of the source and their bytes, whatever the target has", () => {
    trees((pairs, { files, bytes }) => {
      const travel = pairs.flatMap(({ source }) => (source && "fl".includes(source.letter) ? [source] : []));
      expect([files, bytes]).toEqual([travel.length, sum(travel.map((each) => each.bytes))]);
    });
  });

  it("names each thing of the source that does not travel, once", () => {
    trees((pairs, { left }) => {
      const pipes = pairs.flatMap(({ source }, at) => (source?.letter === "p" ? [`/srv/p${at}`] : []));
      expect(left.map(({ what }) => what)).toEqual(pipes);
    });
  });

  it("sends what the target lacks and what is to be overwritten, and nothing else", () => {
    trees((pairs, { sendFiles, sendBytes }, statuses) => {
      const sent = pairs.flatMap(({ source, decision }, at) => {
        const status = statuses[at];
        const wanted = status !== "match" && (status === "missing_target" || decision === "overwrite");
        return source && status && wanted ? [source] : [];
      });
      expect([sendFiles, sendBytes]).toEqual([sent.length, sum(sent.map((each) => each.bytes))]);
    });
  });

  it("keeps on the target what is skipped, and only that", () => {
    trees((pairs, { keep }, statuses) => {
      const skipped = statuses.flatMap((status, at) =>
        status && !["match", "missing_target"].includes(status) && pairs[at]?.decision === "skip"
          ? [`p${at}`]
          : [],
      );
      expect(keep).toEqual(skipped);
    });
  });

  it("blocks on everything that differs and nobody has decided, and lists what blocks first", () => {
    trees((pairs, { undecided, conflicts }, statuses) => {
      const differing = statuses.flatMap((status, at) =>
        status && !["match", "missing_target"].includes(status) ? [at] : [],
      );
      const open = differing.filter((at) => pairs[at]?.decision === undefined);
      expect(undecided).toBe(open.length);
      const decided = differing.filter((at) => !open.includes(at));
      expect(conflicts.map(({ path }) => path)).toEqual(
        [...open, ...decided].slice(0, CONFLICTS_LISTED).map((at) => `p${at}`),
      );
    });
  });

  it("lists no more conflicts than a plan can hold, and counts them all", () => {
    const two: SideOf = { letter: "f", bytes: 1, modified: 1, link: "a" };
    const many = Array.from({ length: CONFLICTS_LISTED * 2 }, (_, at) => ({
      source: two,
      target: { ...two, bytes: 2 },
      equal: false,
      decision: at % 2 === 0 ? ("skip" as const) : undefined,
    }));
    const { scan } = scanned(many);
    expect(scan.conflicts.length).toBe(CONFLICTS_LISTED);
    expect(scan.conflicts.every(({ decision }) => decision === undefined)).toBe(true);
    expect(scan.undecided).toBe(CONFLICTS_LISTED);
    expect(scan.keep.length).toBe(CONFLICTS_LISTED);
  });
});
