/** How much of a service is shown; a comment that would be too long steps down, the largest service first. */
export interface Detail {
  /** Conflicts in the table. */
  readonly conflicts: number;
  /** Entries of other lists (checks, what stays, blocks, routes, datasets). */
  readonly entries: number;
  /** Columns of one text. */
  readonly text: number;
  /** Steps and passed checks. */
  readonly folded: boolean;
}

export const DETAILS: readonly Detail[] = [
  { conflicts: 200, entries: 200, text: 2000, folded: true },
  { conflicts: 50, entries: 50, text: 1000, folded: true },
  { conflicts: 10, entries: 10, text: 400, folded: false },
  { conflicts: 3, entries: 3, text: 200, folded: false },
  { conflicts: 0, entries: 1, text: 120, folded: false },
];

/** A list cut to so many entries, with a last line that says how many are missing. */
export function bounded<T>(items: readonly T[], most: number, show: (item: T) => string[]): string[] {
  const rest = items.length - most;
  return [...items.slice(0, most).flatMap(show), ...(rest > 0 ? [`- and ${rest} more`] : [])];
}
