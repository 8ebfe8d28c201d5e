import { join } from "node:path";
import picomatch from "picomatch";
import { listTree } from "../commands/scan";
import { byTime, compare, merge } from "../facts/compare";
import { type Entry, fileChecksums, parseEntry, readable, wasThere } from "../facts/listing";
import type { Scan } from "../model/plan";
import { ask } from "../model/procedure";
import type { Dataset } from "../model/service";
import type { Transport } from "../model/transport";
import type { Decided, Differing } from "./decide";
import { FerryError } from "./errors";
import { perform } from "./perform";
import { RecordsIn } from "./records-in";
import { Tally } from "./tally";

export interface ScanOptions {
  /** Globs of what does not travel. */
  readonly exclude: readonly string[];
  readonly decide: (file: Differing) => Decided;
}

/** Checksums are asked for this many files at a time, of both hosts side by side. */
const BATCH = 500;

/** Two entries of one path whose size agrees and whose time does not. */
type Pair = readonly [Entry, Entry];

/**
 * Compares a dataset on both hosts in bounded memory: one listing a side, merged as they arrive; checksums only
 * where size agrees and time does not. Writes nothing.
 */
export async function scanDataset(
  source: Transport,
  target: Transport,
  from: Dataset,
  to: Dataset,
  options: ScanOptions,
): Promise<Scan> {
  const tally = new Tally(from.id, (path) => (to.file ? to.path : join(to.path, path)), options.decide);
  const exclude = [...options.exclude, ...(from.exclude ?? [])];
  const started = performance.now();
  const there = await exists(target, to.path);
  const lists = [
    entries(source, from.path, exclude, there),
    ...(there ? [entries(target, to.path, exclude, true)] : []),
  ];
  const pairs = await mergeInto(tally, lists);
  const listSeconds = (performance.now() - started) / 1000;
  for (let at = 0; at < pairs.length; at += BATCH) {
    await settle(tally, pairs.slice(at, at + BATCH), [source, from.path], [target, to.path]);
  }
  return tally.scan(listSeconds);
}

async function exists(host: Transport, path: string): Promise<boolean> {
  const { code } = await host.run({ argv: ["test", "-e", path] });
  return code === 0;
}

async function mergeInto(tally: Tally, [left, right]: AsyncGenerator<Entry>[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const nothing: AsyncIterator<Entry> = { next: async () => ({ done: true, value: undefined }) };
  for await (const [source, target] of merge(left ?? nothing, right ?? nothing)) {
    if (source) tally.count(source);
    const status = compare(source, target);
    if (status === "same-size" && source && target) pairs.push([source, target]);
    else if (status !== "same-size" && status !== "ignored") tally.add(status, source, target);
  }
  return pairs;
}

/** Equal content is a match, whatever the times say; different content is decided by who is newer. */
async function settle(
  tally: Tally,
  pairs: readonly Pair[],
  [source, left]: readonly [Transport, string],
  [target, right]: readonly [Transport, string],
): Promise<void> {
  const paths = pairs.map(([entry]) => readable(entry.path));
  const [here, there] = await Promise.all([
    perform(source, ask(fileChecksums(left, paths))),
    perform(target, ask(fileChecksums(right, paths))),
  ]);
  for (const [from, to] of pairs) {
    const [ours, theirs] = [here.get(readable(from.path)), there.get(readable(from.path))];
    const same = ours !== undefined && ours === theirs;
    tally.add(same ? "match" : byTime(from, to), from, to, ours, theirs);
  }
}

/** The entries of one side as they arrive, without what is excluded. */
async function* entries(
  host: Transport,
  path: string,
  exclude: readonly string[],
  sorted: boolean,
): AsyncGenerator<Entry> {
  const excluded = exclude.length === 0 ? () => false : picomatch([...exclude], { dot: true, flags: "s" });
  const records = new RecordsIn();
  const command = listTree(path, sorted);
  host
    .stream(command, (chunk) => records.push(chunk))
    .then(
      (result) => records.end(thrownBy(() => mustBeThere(host, path, wasThere(command, result)))),
      (error: unknown) => records.end(error),
    );
  for await (const batch of records.batches()) {
    for (const record of batch) {
      const entry = parseEntry(record);
      if (!excluded(readable(entry.path))) yield entry;
    }
  }
}

function mustBeThere(host: Transport, path: string, there: boolean): void {
  if (there) return;
  const remedy = "Correct the path in the stack file or the compose file, or make the directory.";
  throw new FerryError(`${path} is not there.`, { host: host.host.name, step: "observe", remedy });
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
