/**
 * The one spelling of a path: no `//`, no `/./`, no slash at the end. Only for paths without `..`, where
 * dropping parts cannot lead elsewhere.
 */
export function tidyPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return (path.startsWith("/") ? "/" : "") + parts.join("/") || ".";
}

/** Is `inner` the same tidy path as `outer`, or below it? */
export function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer === "/" ? "/" : `${outer}/`);
}
