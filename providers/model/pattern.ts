/** The longest glob that a stack file takes. */
const LONGEST_GLOB = 1024;

/**
 * A pattern that matches this path, and nothing else as far as a stack file can say that: for a control
 * character, or bytes that are no UTF-8, it takes any character, and of a path that is too long only the first
 * directories.
 */
export function patternFor(path: string): string {
  const parts = path.split("/").map(literally);
  if (parts.join("/").length <= LONGEST_GLOB) return parts.join("/");
  while (parts.length > 1 && parts.join("/").length > LONGEST_GLOB - "/**".length) parts.pop();
  return `${parts.join("/")}/**`;
}

function literally(part: string): string {
  return part.replace(/[\\"*?[\]{}()!+@|$^]|\p{Cc}|\ufffd/gu, (special) => {
    if (special === "\\") return BACKSLASH;
    return /\p{Cc}|\ufffd/u.test(special) ? "?" : `\\${special}`;
  });
}

/** picomatch reads an escaped backslash right only as a class of its own. */
const BACKSLASH = "[\\\\]";
