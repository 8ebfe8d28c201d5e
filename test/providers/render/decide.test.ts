import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { patternFor } from "../../../providers/model/pattern";
import { columns } from "../../../providers/render/columns";
import { decisionLines, yamlQuoted } from "../../../providers/render/decide";
import { parseStack } from "../../../schemas/load";
import { text } from "./arbitrary";

/** Names as Linux has them: anything but NUL, and no lone surrogates (they have no UTF-8). */
const path = text
  .map((each) => each.replaceAll("\0", "").toWellFormed().replace(/^\/+/, ""))
  .filter((each) => each !== "");

describe("the lines that decide a conflict", () => {
  it("are YAML that says exactly these paths, in no more columns than there are", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 1, maxLength: 5, selector: patternFor }),
        fc.integer({ min: 34, max: 100 }),
        (paths, width) => {
          const lines = decisionLines(paths.map(patternFor), width);
          for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
          expect(parse(lines.join("\n"))).toEqual({
            move: { conflicts: { overwrite: paths.map(patternFor) } },
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("match the path and nothing else", () => {
    const special = fc.string({
      unit: fc.constantFrom(..."ab*?[]{}()!+@|$^\\./,-\"' ~#&;<>=:%`"),
      minLength: 1,
      maxLength: 10,
    });
    const clean = special.filter((each) => !/^\.?\/|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|\/$/.test(each));
    fc.assert(
      fc.property(clean, clean, (one, other) => {
        const matches = picomatch(patternFor(one), { dot: true });
        expect(matches(one)).toBe(true);
        // picomatch also takes a file for itself whose name is the very text of the pattern.
        if (one !== other && other !== patternFor(one)) expect(matches(other)).toBe(false);
      }),
      {
        numRuns: 5000,
        examples: [
          ["a*", "ab"],
          ["!a", "b"],
          ["[ab]", "a"],
          ["a(b)", "ab"],
        ],
      },
    );
  });

  it("are taken by the stack file, and match the path, whatever it is called", () => {
    const stack = `hosts: { alpha: { ssh: alpha } }
services:
  shop:
    kind: compose
    host: alpha
    directory: /srv/shop
`;
    const real = path
      .map((each) =>
        each
          .split("/")
          .filter((part) => part !== "" && !/^\.{1,2}$/.test(part))
          .join("/"),
      )
      .filter((each) => each !== "");
    // `**` does not match line breaks in picomatch.
    const oneLine = real.filter((each) => !/[\n\r\u2028\u2029]/.test(each));
    const long = fc.array(oneLine, { minLength: 300, maxLength: 400 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: real }, long), (each) => {
        const pattern = patternFor(each);
        const lines = decisionLines([pattern], 70).map((line) => `    ${line}\n`);
        const parsed = parseStack(stack + lines.join(""), "prod.yaml");
        expect(parsed).toMatchObject({ ok: true });
        expect(picomatch(pattern, { dot: true })(each)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("quote a scalar so that nothing in it is lost", () => {
    fc.assert(
      fc.property(path, (each) => {
        expect(parse(yamlQuoted(each))).toBe(each);
      }),
    );
  });
});
