import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Assessment, Conflict } from "../../../providers/model/plan";
import { renderMarkdown } from "../../../providers/render/markdown";
import { prose } from "../../../providers/render/markdown/escape";
import { anyAssessment } from "./arbitrary";
import { ALL, blocked, clean, counts, dataset, hostile, plan, unchanged } from "./plans";

/** The text as a Markdown reader sees it once fenced blocks and code spans are taken out. */
function withoutCode(markdown: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split("\n")) {
    const mark = /^[> ]*(`{3,})/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined && !line.startsWith("|")) fence = mark;
    else if (fence !== undefined && line.replace(/^[> ]*/, "") === fence) fence = undefined;
    else if (fence === undefined) kept.push(line.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, "CODE"));
  }
  expect(fence, "a code block that never ends").toBeUndefined();
  return kept.join("\n");
}

const OURS = /<\/?details>|<\/?summary>|^<!-- ferry plan \S+ -->/gm;

describe("a plan as Markdown", () => {
  for (const [name, assessment] of Object.entries(ALL)) {
    it(`reads as reviewed: ${name}`, async () => {
      const text = renderMarkdown([assessment], { stack: "prod" });
      await expect(text).toMatchFileSnapshot(`golden/${name}.golden.md`);
    });
  }

  it("holds no markup, mention or table cell that came with a name", () => {
    fc.assert(
      fc.property(fc.array(anyAssessment, { maxLength: 4 }), (assessments) => {
        const text = renderMarkdown(assessments, { stack: "prod" });
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        const seen = withoutCode(text).replace(OURS, "");
        expect(seen).not.toMatch(/(?<!\\)<|@(?!&#8203;)/);
        for (const row of seen.split("\n").filter((line) => line.startsWith("|"))) {
          expect([2, 5]).toContain((row.match(/(?<!\\)\|/g) ?? []).length - 1);
        }
        expect(seen.match(/<details>/g)).toBe(null);
        expect(text.match(/^<details>$/gm)?.length).toBe(text.match(/^<\/details>$/gm)?.length);
      }),
      { numRuns: 200 },
    );
  });

  it("stays under its limit, and says what it left out", () => {
    const conflicts = Array.from(
      { length: 200 },
      (_, index): Conflict => ({
        dataset: "directory",
        path: `uploads/${"写真".repeat(40)}-${index}.jpg`,
        status: "newer_target",
        source: { bytes: 1, modified: 0, type: "file" },
        target: { bytes: 2, modified: 9, type: "file" },
      }),
    );
    const large = (service: string): Assessment => ({
      action: "move",
      service,
      plan: plan({
        service,
        datasets: [dataset({ conflicts, undecided: 500, counts: counts({ newer_target: 500 }) })],
        blocks: [{ reason: "x".repeat(10_000), remedy: "y\n".repeat(5000) }],
      }),
    });
    for (const many of [1, 3, 30, 200]) {
      const services = Array.from({ length: many }, (_, index) => large(`shop-${index}`));
      const text = renderMarkdown([...services, unchanged], { stack: "prod" });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
      expect(text).toMatch(/\d+ conflicts more: see `ferry plan shop-0`/);
      withoutCode(text);
    }
  });

  it("shortens the largest service first", () => {
    const text = renderMarkdown([blocked, hostile, clean], { stack: "prod", limit: 9000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(9000);
    expect(text).toContain("3 checks passed");
  });

  it("holds any limit that leaves room for its head", () => {
    fc.assert(
      fc.property(
        fc.array(anyAssessment, { maxLength: 8 }),
        fc.integer({ min: 800, max: 20_000 }),
        (assessments, limit) => {
          expect(
            Buffer.byteLength(renderMarkdown(assessments, { stack: "prod", limit })),
          ).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("puts unchanged services in one list after the others", () => {
    const text = renderMarkdown([unchanged, clean, { ...unchanged, service: "mail" }], { stack: "prod" });
    expect(text).toMatch(/<\/details>\n\n- wiki: .*\n- mail: .*\n$/);
  });
});

describe("text in Markdown", () => {
  it.each([
    ["<img src=x>", "\\<img src=x\\>"],
    ["@octocat", "@&#8203;octocat"],
    ["#12", "\\#&#8203;12"],
    ["https://evil.example", "https:&#8203;//evil.example"],
    ["www.evil.example", "www&#8203;.evil.example"],
    ["[a](b)", "\\[a\\](b)"],
    ["a | b", "a \\| b"],
    ["&lt;", "\\&lt;"],
    ["`x` *y* _z_", "\\`x\\` \\*y\\* \\_z\\_"],
    ["a\nb", "a\\\\nb"],
  ])("%j is written %j", (text, written) => expect(prose(text, 100)).toBe(written));
});
