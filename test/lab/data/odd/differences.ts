/** One entry of a tree, as `records.py` prints it. */
export interface Entry {
  /** "./a/b"; bytes that are not plain ASCII as \xNN. */
  readonly path: string;
  readonly type: string;
  readonly mode: string;
  readonly owner: string;
  /** Nanoseconds; more than a number holds. */
  readonly mtime: string;
  /** Names of extended attributes, access lists and capabilities included, with their values in hexadecimal. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly device?: string;
  readonly size?: number;
  readonly content?: string;
  /** The first path that names the same file, where there are several. */
  readonly linked?: string;
  /** "i" immutable, "a" append-only. */
  readonly flags?: string;
  /** Bytes on the disk. */
  readonly allocated?: number;
}

/** Reads what `records.py` printed. */
export function entriesIn(printed: string): Entry[] {
  const lines = printed.split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Entry);
}

/** What file systems round up, and what a sparse file may take more than its source: extents, indirect blocks. */
const SLACK = 64 * 1024;

/**
 * What is different between a tree and its copy, a line a difference, for people; empty where nothing is. Holes
 * count: a copy that takes much more room than its source has lost them. How large a directory is does not.
 */
export function differences(source: readonly Entry[], copy: readonly Entry[]): string[] {
  const there = new Map(copy.map((entry) => [entry.path, entry]));
  const here = new Set(source.map((entry) => entry.path));
  const found = source.flatMap((entry) => {
    const other = there.get(entry.path);
    return other ? between(entry, other) : [`${entry.path}: missing (${entry.type})`];
  });
  const extra = copy.filter((entry) => !here.has(entry.path));
  return [...found, ...extra.map((entry) => `${entry.path}: extra (${entry.type})`)];
}

const FIELDS = ["type", "mode", "owner", "mtime", "target", "device", "size", "content", "flags"] as const;

function between(source: Entry, copy: Entry): string[] {
  const found = FIELDS.filter((field) => (source[field] ?? "") !== (copy[field] ?? "")).map(
    (field) => `${field} ${source[field] ?? "none"} -> ${copy[field] ?? "none"}`,
  );
  for (const name of new Set([...Object.keys(source.attributes), ...Object.keys(copy.attributes)])) {
    const [ours, theirs] = [source.attributes[name], copy.attributes[name]];
    if (ours !== theirs) found.push(`attribute ${name} ${brief(ours)} -> ${brief(theirs)}`);
  }
  // The group goes by its first path, so that a name that is missing shows at all the others too.
  if (source.linked !== copy.linked)
    found.push(`linked with ${source.linked ?? "none"} -> ${copy.linked ?? "none"}`);
  if ((copy.allocated ?? 0) > (source.allocated ?? 0) * 1.05 + SLACK)
    found.push(`allocated ${source.allocated} -> ${copy.allocated} bytes`);
  return found.map((difference) => `${source.path}: ${difference}`);
}

const brief = (value: string | undefined): string =>
  value === undefined ? "none" : value.length > 40 ? `${value.slice(0, 40)}…` : `"${value}"`;
