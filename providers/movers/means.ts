import type { Means, Side } from "../model/mover";

/**
 * The rung of the ladder that files travel on, from the tools that both hosts have, and a line for each choice.
 * Nothing fails for want of a tool: what is missing makes a rung lower, and the line says what it is.
 */
export function meansOf(source: Side, target: Side): { means: Means; because: string[] } {
  const codec = codecOf(source, target);
  const without = [source, target].filter(({ tools }) => !tools.has("python3")).map(({ name }) => name);
  const blocks = without.length === 0;
  return {
    means: { codec: codec.codec, blocks },
    because: [
      codec.because,
      blocks
        ? "of large files only what differs (python3 on both)"
        : `large files whole: no python3 on ${without.join(" and ")}`,
    ],
  };
}

function codecOf(source: Side, target: Side): { codec: Means["codec"]; because: string } {
  const missing: string[] = [];
  for (const codec of ["zstd", "gzip"] as const) {
    const without = [source, target].filter(({ tools }) => !tools.has(codec)).map(({ name }) => name);
    if (without.length > 0) missing.push(`no ${codec} on ${without.join(" and ")}`);
    else
      return {
        codec,
        because: `one stream, ${codec}${missing.map((why) => ` (${why})`).join("")}`,
      };
  }
  return { codec: "none", because: `one stream, not compressed (${missing.join(", ")})` };
}
