import { join } from "node:path";
import { globsToEre } from "../commands/glob";
import { LONGEST, listTree, type Scanned } from "../commands/scan";
import { startOf } from "../commands/tree-list";
import { byTime, compare, type Listing, merge } from "../facts/compare";
import { type Entry, fileChecksums, listed, parseEntry, sameRecord, totals } from "../facts/listing";
import type { Command, Result } from "../model/command";
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
const BATCH = 2000;

/** Two entries of one path whose size agrees and whose time does not. */
type Pair = readonly [Entry, Entry];

/** One host and what is looked at there. */
interface Place extends Scanned {
  readonly host: Transport;
}

/**
 * Compares a dataset on both hosts in bounded memory: one listing a side, merged as they arrive; checksums only
 * where size agrees and time does not. Where the target has nothing, the source is counted and not listed. The
 * hosts themselves leave out what does not travel, as the mover does. Writes nothing.
 */
export async function scanDataset(
  source: Transport,
  target: Transport,
  from: Dataset,
  to: Dataset,
  options: ScanOptions,
): Promise<Scan> {
  const tally = new Tally(from.id, (path) => (to.file ? to.path : join(to.path, path)), options.decide);
  const exclude = globsToEre(options.exclude, from.exclude, from.path);
  const here = { host: source, ...startOf(from), exclude };
  const there = { host: target, ...startOf(to), exclude };
  if (!(await exists(target, to.path))) return tally.scan(await count(here, tally));
  const [pairs, listSeconds] = await compareInto(tally, here, there);
  for (let at = 0; at < pairs.length; at += BATCH) {
    await settle(tally, pairs.slice(at, at + BATCH), here, there);
  }
  return tally.scan(listSeconds);
}

async function exists(host: Transport, path: string): Promise<boolean> {
  const { code } = await host.run({ argv: ["test", "-e", path] });
  return code === 0;
}

async function count(source: Place, tally: Tally): Promise<number> {
  const found = await perform(source.host, ask(totals(source)));
  if (!found) throw notThere(source);
  tally.all(found);
  return found.listSeconds;
}

async function compareInto(tally: Tally, source: Place, target: Place): Promise<[Pair[], number]> {
  const [here, there] = [new Side(source), new Side(target)];
  const pairs: Pair[] = [];
  await merge(here, there, (left, right) => {
    if (left !== undefined && right !== undefined && sameRecord(left, right)) return same(tally, left);
    const [entry, other] = [left, right].map((record) =>
      record === undefined ? undefined : parseEntry(record),
    );
    if (entry) tally.count(entry);
    const status = compare(entry, other);
    if (status === "same-size" && entry && other) pairs.push([entry, other]);
    else if (status !== "same-size" && status !== "ignored") tally.add(status, entry, other);
  });
  return [pairs, here.seconds];
}

/** Nearly every record of a tree that was here before: nothing is read from it but what is counted. */
function same(tally: Tally, record: string): void {
  const at = record.indexOf("//") + 2;
  const letter = record.charAt(at);
  if ((letter === "f" || letter === "l") && at <= LONGEST + 2)
    tally.match(Number(record.slice(at + 2, record.indexOf(" ", at + 2))));
  else tally.count(parseEntry(record));
}

/** Equal content is a match, whatever the times say; different content is decided by who is newer. */
async function settle(tally: Tally, pairs: readonly Pair[], source: Place, target: Place): Promise<void> {
  const [here, there] = await Promise.all([checksumsOf(source, pairs), checksumsOf(target, pairs)]);
  for (const [from, to] of pairs) {
    const [ours, theirs] = [here(from), there(to)];
    const same = ours !== undefined && ours === theirs;
    tally.add(same ? "match" : byTime(from, to), from, to, ours, theirs);
  }
}

async function checksumsOf(
  { host, tree, start }: Place,
  pairs: readonly Pair[],
): Promise<(entry: Entry) => string | undefined> {
  const nameOf = (entry: Entry) =>
    start === "." ? `./${entry.path}` : Buffer.from(start).toString("latin1");
  const sums = await perform(
    host,
    ask(
      fileChecksums(
        tree,
        pairs.map(([entry]) => nameOf(entry)),
      ),
    ),
  );
  return (entry) => sums.get(nameOf(entry));
}

/** The records of one side as they arrive; afterwards, how long the host took to list them. */
class Side implements Listing {
  seconds = 0;

  constructor(private readonly place: Place) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly string[]> {
    const records = new RecordsIn();
    const command = listTree(this.place);
    const { host } = this.place;
    host
      .stream(command, (chunk) => records.push(chunk))
      .then((result) => this.ended(command, result))
      .then(
        () => records.end(),
        (error: unknown) => records.end(error),
      );
    yield* records.batches();
  }

  private ended(command: Command, result: Result): void {
    const seconds = listed(command, result);
    if (seconds === undefined) throw notThere(this.place);
    this.seconds = seconds;
  }
}

function notThere({ host, tree, start }: Place): FerryError {
  const path = join(tree, start);
  const remedy = "Correct the path in the stack file or the compose file, or make the directory.";
  return new FerryError(`${path} is not there.`, { host: host.host.name, step: "observe", remedy });
}
