/**
 * The name that was probably meant: the one with the fewest typing slips, if they are few for its length.
 * Undefined where nothing is near. Upper and lower case are the same to it.
 */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  if (word.length > 64) return undefined;
  let best: { readonly name: string; readonly slips: number } | undefined;
  for (const name of names) {
    const slips = editDistance(word, name.toLowerCase());
    if (slips <= allowed(name) && (best === undefined || slips < best.slips)) best = { name, slips };
  }
  return best?.name;
}

/** A third of the letters may be wrong, but never all of them. */
function allowed(name: string): number {
  return Math.min(3, Math.max(1, Math.floor(name.length / 3)), name.length - 1);
}

/** Letters added, left out, replaced, or two neighbours exchanged (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(exchanged ? Math.min(least, (before[j - 2] ?? 0) + 1) : least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
