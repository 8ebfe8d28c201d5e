import type { Means, Side } from "../model/mover";

/** With fewer files the connections cost more than they bring. */
const STREAMS_FROM = 20_000;

/**
 * The rung of the ladder that files travel on, from the tools that both hosts have, and a line for each choice.
 * Nothing fails for want of a tool: what is missing makes a rung lower, and the line says what it is.
 */
export function meansOf(source: Side, target: Side): { means: Means; because: string[] } {
  const codec = codecOf(source, target);
  const large = largeOf(source, target);
  const attributes = attributesOf(source, target);
  const fast = lacking("b3sum", source, target) === "";
  return {
    means: {
      codec: codec.codec,
      blocks: large.blocks,
      attributes: attributes.attributes,
      ...(fast ? { hasher: "b3sum" } : {}),
      streamsFrom: STREAMS_FROM,
    },
    because: [
      codec.because,
      `several streams at once for a first copy of ${STREAMS_FROM.toLocaleString("en-US")} files and more`,
      large.because,
      ...(fast ? ["checksums by b3sum (on both)"] : []),
      ...attributes.because,
    ],
  };
}

/** How much of a large file has to travel, and why no less. */
function largeOf(...sides: [Side, Side]): { blocks: Means["blocks"]; because: string } {
  const python3 = lacking("python3", ...sides);
  if (python3 === "") return { blocks: true, because: "of large files only what differs (python3 on both)" };
  const missing = `no python3 on ${python3}`;
  const rsync = lacking("rsync-exact", ...sides);
  if (rsync === "")
    return {
      blocks: "rsync",
      because: `of large files that are on the target already only what differs, by rsync (${missing})`,
    };
  return {
    blocks: false,
    because: `large files whole: ${missing}, no rsync 3.1 with ACLs and xattrs on ${rsync}`,
  };
}

/** "alpha and beta": who lacks a tool. */
const lacking = (tool: string, ...sides: readonly Side[]): string =>
  sides
    .filter(({ tools }) => !tools.has(tool))
    .map(({ name }) => name)
    .join(" and ");

/** Each host on its own could look by another tool, but only what the same one says can be compared. */
function attributesOf(...sides: [Side, Side]): { attributes: Means["attributes"]; because: string[] } {
  const [python3, getfattr] = [lacking("python3", ...sides), lacking("getfattr", ...sides)];
  if (python3 === "") return { attributes: "python3", because: [] };
  const what = "extended attributes, access lists and capabilities";
  if (getfattr === "") return { attributes: "getfattr", because: [`${what} compared by getfattr`] };
  return {
    attributes: "none",
    because: [`${what} travel, but are not compared: no python3 on ${python3}, no getfattr on ${getfattr}`],
  };
}

/** The codec that both hosts have, and why no better one. */
export function codecOf(source: Side, target: Side): { codec: Means["codec"]; because: string } {
  const missing: string[] = [];
  for (const codec of ["zstd", "gzip"] as const) {
    const without = lacking(codec, source, target);
    if (without !== "") missing.push(`no ${codec} on ${without}`);
    else
      return {
        codec,
        because: `one stream, ${codec}${missing.map((why) => ` (${why})`).join("")}`,
      };
  }
  return { codec: "none", because: `one stream, not compressed (${missing.join(", ")})` };
}
