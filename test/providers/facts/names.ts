import fc from "fast-check";

/** Bytes of any name: no NUL, no two slashes in a row. */
export const name = fc
  .string({ unit: "binary" })
  .map((text) => Buffer.from(text.replace(/\0|\/(?=\/)|^\/|\/$/g, "")).toString("latin1"));
