/**
 * File names are bytes, and JavaScript's strings are not. A byte that is not part of valid UTF-8 becomes a
 * lone surrogate (U+DC80 to U+DCFF), as Python does it (PEP 383): every name survives the way there and back,
 * JSON included, and valid names are what they look like.
 */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\uFFFD")) return text;
  let out = "";
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    out +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString("utf8", at, at + length);
    at += Math.max(length, 1);
  }
  return out;
}

/** The bytes of a name that `textOf` made. */
export function bytesOf(text: string): Buffer {
  if (!/[\uDC80-\uDCFF]/.test(text)) return Buffer.from(text, "utf8");
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(
      code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, "utf8"),
    );
  }
  return Buffer.concat(parts);
}

/** How many bytes the valid UTF-8 sequence at a place has; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first < 0x80
      ? 1
      : first >= 0xc2 && first < 0xe0
        ? 2
        : first >= 0xe0 && first < 0xf0
          ? 3
          : first >= 0xf0 && first < 0xf5
            ? 4
            : 0;
  if (length <= 1) return length;
  const sequence = bytes.subarray(at, at + length);
  return sequence.length === length && Buffer.from(sequence.toString("utf8"), "utf8").equals(sequence)
    ? length
    : 0;
}
