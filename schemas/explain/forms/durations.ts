import { type Form, form } from "./form";

const UNITS = [
  ["d", 86_400_000, /^d(?:ays?)?$/],
  ["h", 3_600_000, /^h(?:rs?|ours?)?$/],
  ["m", 60_000, /^m(?:ins?|inutes?)?$/],
  ["s", 1_000, /^(?:s(?:ecs?|econds?)?)?$/],
  ["ms", 1, /^(?:ms(?:ecs?)?|milliseconds?)$/],
] as const;

/** "1h30m", "60 sec" and "1.5h" as one number and one unit: "90m", "60s", "90m". */
function tidyDuration(text: string): string | undefined {
  const parts = [...text.toLowerCase().matchAll(/([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*/gy)];
  if (parts.length === 0 || parts.map(([all]) => all).join("").length !== text.length) return undefined;
  let total = 0;
  for (const [, number, word = ""] of parts) {
    const unit = UNITS.find(([, , words]) => words.test(word));
    if (unit === undefined) return undefined;
    total += Number(number) * unit[1];
  }
  const [, , last = ""] = parts.at(-1) ?? [];
  return spelled(total, parts.length === 1 ? UNITS.find(([, , words]) => words.test(last))?.[0] : undefined);
}

/** In the unit that was used where it divides, else in the largest that does. */
function spelled(total: number, used: string | undefined): string | undefined {
  const rounded = Math.round(total);
  const order = [...UNITS].sort(([a], [b]) => Number(b === used) - Number(a === used));
  const unit = order.find(([, factor]) => rounded % factor === 0);
  if (unit === undefined) return undefined;
  const number = String(rounded / unit[1]);
  return /^[0-9]{1,7}$/.test(number) ? `${number}${unit[0]}` : undefined;
}

export const durationForm: Form = form(
  "A duration is a whole number and one unit: 500ms, 90s, 5m, 2h, 3d",
  [
    [/^-/, "is less than nothing"],
    [/^[0-9]+$/, "has no unit"],
    [/[0-9]\.[0-9]/, "is no whole number"],
    [/[a-z]\s*[0-9]/i, "has more than one unit"],
    [/[0-9]{8}/, "is longer than any move"],
  ],
  "is no duration",
  tidyDuration,
);
