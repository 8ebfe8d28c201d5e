/** What Ferry says of the last move, as far as the demo shows it. */
export interface LastMove {
  readonly downtimeSeconds: number;
  readonly bytes: number;
}

/**
 * Finds it in what `pulumi stack output --json` prints, wherever in there it is. Throws where there is none.
 */
export function lastMoveOf(outputs: unknown): LastMove {
  const found = search(outputs);
  if (!found) throw new Error("The stack's outputs say nothing of a move.");
  return found;
}

function search(value: unknown): LastMove | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("downtimeSeconds" in value && "bytes" in value) {
    const { downtimeSeconds, bytes } = value;
    if (typeof downtimeSeconds === "number" && typeof bytes === "number") return { downtimeSeconds, bytes };
  }
  return Object.values(value).map(search).find(Boolean);
}
