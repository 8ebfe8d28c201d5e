import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, textOf } from "../../../providers/commands/bytes";

describe("names of files as text", () => {
  it("survive the way there and back, whatever bytes they are, JSON included", () => {
    const mostly = fc.array(
      fc.oneof(
        fc.integer({ min: 1, max: 255 }).map((byte) => Buffer.from([byte])),
        fc.string({ unit: "grapheme" }).map((text) => Buffer.from(text)),
      ),
    );
    const property = fc.property(mostly, (parts) => {
      const bytes = Buffer.concat(parts);
      expect(bytesOf(JSON.parse(JSON.stringify(textOf(bytes)))).equals(bytes)).toBe(true);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it("are what they look like where they are UTF-8", () => {
    expect(textOf(Buffer.from("é€😀 \uFFFD"))).toBe("é€😀 \uFFFD");
    expect(textOf(Buffer.from([0x61, 0xff, 0xc3, 0xa9, 0xc3]))).toBe("a\uDCFFé\uDCC3");
    expect(textOf(Buffer.from([0xed, 0xa0, 0x80, 0xf5, 0xc0, 0x80]))).toBe(
      "\uDCED\uDCA0\uDC80\uDCF5\uDCC0\uDC80",
    );
  });
});
