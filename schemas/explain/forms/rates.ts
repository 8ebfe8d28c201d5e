import { type Form, form } from "./form";

const SCALES = ["k", "M", "G"] as const;

/** "20 MB/sec", "100Mbps", "1.5MB/s" and "20MiB/s" as one whole number and one unit. */
function tidyRate(text: string): string | undefined {
  const [, number, scale = "", binary, unit = "", end = ""] =
    /^([0-9]+(?:\.[0-9]+)?)\s*([kmg])(i)?(b|bits?|bytes?|)\s*(\/|p|per\s+|)\s*(?:s|secs?|seconds?|)$/i.exec(
      text,
    ) ?? [];
  if (number === undefined) return undefined;
  const at = "kmg".indexOf(scale.toLowerCase());
  const scaled = Number(number) * (binary ? 1.024 ** (at + 1) : 1);
  return spelled(scaled, at, inBits(unit, end) ? "bit" : "B");
}

/** "bit" says it, and so does a small b beside "ps": links are sold in Mbps. */
const inBits = (unit: string, end: string): boolean =>
  /^bit/i.test(unit) || (unit === "b" && end.toLowerCase() === "p");

/** In the unit that was used where the number is whole there, else in the smallest. */
function spelled(scaled: number, at: number, unit: "bit" | "B"): string | undefined {
  const whole = Number.isInteger(scaled);
  const number = Math.round(whole ? scaled : scaled * 1000 ** at);
  return /^[1-9][0-9]{0,6}$/.test(String(number)) ? `${number}${SCALES[whole ? at : 0]}${unit}/s` : undefined;
}

export const rateForm: Form = form(
  "A rate is a whole number and a unit of bytes or bits a second: 500kB/s, 20MB/s, 100Mbit/s, 1Gbit/s",
  [
    [/^-/, "is less than nothing"],
    [/^0+(?:[^0-9.]|$)/, "is nothing: the move would never end"],
    [/^[0-9.]+$/, "has no unit"],
    [/[0-9]\.[0-9]/, "is no whole number"],
    [/[0-9]{8}/, "is faster than any link"],
  ],
  "is no rate",
  tidyRate,
);
