/** A figure's name with its unit; one of a smaller corpus says so. */
export function named(what: string, unit: string, scale: number): string {
  return `${what}${scale === 1 ? "" : ` at scale ${scale}`} (${unit})`;
}
