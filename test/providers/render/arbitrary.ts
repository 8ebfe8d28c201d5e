import fc from "fast-check";
import type { Assessment, Conflict, Plan } from "../../../providers/model/plan";
import { counts, dataset, STEPS } from "./plans";

/** Any plan, with names and texts that were made to disturb. */

const disturbing = fc.constantFrom(
  "\u001b[31m",
  "\u001b]0;title\u0007",
  "\u009b2J",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u202e",
  "\u200b",
  "\u2028",
  "\ud800",
  "<{%reset%}>",
  "<{%",
  "|",
  "`",
  "```",
  "</details>",
  "<!--",
  "-->",
  "@octocat",
  "写真",
  "🏖️",
  "👨‍👩‍👧",
  "e\u0301",
  "    ",
  "\\",
  '"',
  "long-name-without-any-space-in-it-at-all-that-goes-on-and-on-for-more-than-eighty-columns/",
);

export const text = fc
  .array(fc.oneof(disturbing, fc.string({ maxLength: 12 }), fc.string({ unit: "grapheme", maxLength: 6 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,61}[a-z0-9]$/);

const side = fc.record(
  {
    bytes: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    modified: fc.double({ noNaN: true, min: -1e11, max: 1e13 }).map((each) => each + 0),
    type: fc.constantFrom("file" as const, "directory" as const, "symlink" as const, "other" as const),
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  },
  { requiredKeys: ["bytes", "modified", "type"] },
);

const conflict: fc.Arbitrary<Conflict> = fc.record(
  {
    dataset: fc.constant("directory"),
    path: text,
    status: fc.constantFrom("newer_source", "newer_target", "conflict", "extra_target"),
    source: side,
    target: side,
    decision: fc.constantFrom("overwrite", "skip"),
    because: text,
  },
  { requiredKeys: ["dataset", "path", "status"] },
);

const check = fc.record(
  {
    name: text,
    outcome: fc.constantFrom("pass" as const, "warn" as const, "fail" as const),
    text,
    remedy: text,
  },
  { requiredKeys: ["name", "outcome", "text"] },
);
const block = fc.record({ reason: text, remedy: text });
const route = fc.record(
  { proxy: name, domain: text, file: text, from: text, to: text },
  { requiredKeys: ["proxy", "domain", "file", "to"] },
);
const left = fc.record({ what: text, why: text });
const several = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 3 });

const datasets = fc
  .record({
    id: text,
    path: text,
    to: text,
    conflicts: fc.array(conflict, { maxLength: 6 }),
    left: several(left),
  })
  .map(({ id, path, to, conflicts, left: staying }) =>
    dataset(
      {
        dataset: id,
        conflicts,
        left: staying,
        undecided: conflicts.filter((one) => one.decision === undefined).length,
        counts: counts({ conflict: conflicts.length, missing_target: id.length }),
      },
      path,
      to,
    ),
  );

export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  service: name,
  kind: fc.constant("compose"),
  from: name,
  to: name,
  strategy: fc.constantFrom("cold", "warm"),
  steps: fc.array(text, { maxLength: STEPS.length }).map((texts) =>
    texts.flatMap((one, index) => {
      const step = STEPS[index];
      return step ? [{ ...step, text: one }] : [];
    }),
  ),
  datasets: several(datasets),
  means: several(text),
  images: several(
    fc.record(
      {
        name: text,
        how: fc.constantFrom("present", "pull", "copy", "missing"),
        bytes: fc.nat(),
        layers: fc.record({ lacking: fc.nat(), of: fc.nat(), bytes: fc.nat() }),
        whole: text,
      },
      { requiredKeys: ["name", "how", "bytes"] },
    ),
  ),
  left: several(left),
  checks: several(check),
  routes: several(route),
  downtime: fc.constant({ seconds: 4.4, parts: [{ name: "stop", seconds: 1 }] }),
  blocks: several(block),
});

export const anyAssessment: fc.Arbitrary<Assessment> = fc.oneof(
  {
    weight: 4,
    arbitrary: anyPlan.map((plan): Assessment => ({ action: "move", service: plan.service, plan })),
  },
  fc.record({ action: fc.constant("none"), service: name, host: name, evidence: text }),
  fc.record({ action: fc.constant("blocked"), service: name, blocks: several(block) }),
  fc.record({
    action: fc.constant("adopt"),
    service: name,
    host: name,
    evidence: text,
    routes: several(route),
    checks: several(check),
    blocks: several(block),
  }),
  fc.record({
    action: fc.constant("recover"),
    service: name,
    from: name,
    to: name,
    step: fc.constant("verify"),
    since: text,
    how: fc.constantFrom("finish", "unwind"),
  }),
) as fc.Arbitrary<Assessment>;
