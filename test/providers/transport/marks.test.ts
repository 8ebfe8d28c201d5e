import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MarkedOutput, Marks } from "../../../providers/transport/marks";

const cut = (data: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(data.subarray(at, at + size));
    at += size;
  }
  return [...pieces, data.subarray(at)].filter((piece) => piece.length > 0);
};
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 });
/** Text that keeps beginning like the mark. */
const output = fc.array(fc.constantFrom("n0", "n0n", "n0nce", "n0nce ", "n0nce en", "\n", "x"), {
  maxLength: 12,
});

describe("marks around a command's output", () => {
  it("pass on exactly what the command wrote, however it is cut into chunks", () => {
    const property = fc.property(output, sizes, (words, at) => {
      const text = words.join("");
      const marked = new MarkedOutput("n0nce");
      const passed = cut(Buffer.from(`${text}n0nce end\nfrom a daemon`), at).map((piece) =>
        marked.pass(piece),
      );
      expect(Buffer.concat(passed).toString()).toBe(text);
      expect(marked.whole).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("do not call an output whole that was cut off", () => {
    const marked = new MarkedOutput("n0nce");
    expect(marked.pass(Buffer.from("half n0nce en")).toString()).toBe("half ");
    expect(marked.whole).toBe(false);
  });

  it("give process group and exit code, and take themselves and ssh's own words out of standard error", () => {
    const property = fc.property(sizes, (at) => {
      const marks = new Marks("n0nce");
      const text = "Welcome to alpha\nn0nce begin 4711\nwarning: x\n\nn0nce end 255\n";
      for (const piece of cut(Buffer.from(text), at)) marks.push(piece);
      expect([marks.group, marks.code, marks.stderr()]).toEqual([4711, 255, "warning: x\n"]);
    });
    fc.assert(property);
  });
});
