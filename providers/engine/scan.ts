import { join } from "node:path";
import { globsToEre } from "../commands/glob";
import { listTree, type Scanned } from "../commands/scan";
import { startOf } from "../commands/tree-list";
import { byTime, compare } from "../facts/compare";
import {
  changeTimes,
  countIn,
  type Entry,
  fileChecksums,
  listed,
  parseEntry,
  totals,
} from "../facts/listing";
import { type Listing, merge } from "../facts/merge";
import type { Command, Result } from "../model/command";
import type { FileStatus, Scan } from "../model/plan";
import { ask, type Fact } from "../model/procedure";
import type { Dataset } from "../model/service";
import type { Transport } from "../model/transport";
import type { Decided, Differing } from "./decide";
import { FerryError } from "./errors";
import { perform } from "./perform";
import { RecordsIn } from "./records-in";
import { type Asked, Tally } from "./tally";

export interface ScanOptions {
  /** Globs of what does not travel. */
  readonly exclude: readonly string[];
  readonly decide: (file: Differing) => Decided;
  /** Whether Ferry left what the target has: then it decides something when that last changed. */
  readonly retained?: boolean;
}

/** So many paths are asked about at a time, of both hosts side by side. */
const BATCH = 2000;

/** A path whose listings alone do not tell what becomes of it. */
interface Open {
  readonly status: FileStatus | "same-size";
  readonly from: Entry | undefined;
  readonly to: Entry;
}

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
  const comparison = new Comparison(tally, here, there, options.retained ?? false);
  return tally.scan(await comparison.run());
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

/** Compares two listings, and asks the hosts about what these leave open. */
class Comparison {
  private open: Open[] = [];

  constructor(
    private readonly tally: Tally,
    private readonly source: Place,
    private readonly target: Place,
    private readonly retained: boolean,
  ) {}

  /** Gives how long the source took to list its tree, in seconds. */
  async run(): Promise<number> {
    const [here, there] = [new Side(this.source), new Side(this.target)];
    await merge(here, there, {
      same: (records) => this.same(records),
      differ: (left, right) => this.differ(left, right),
    });
    await this.settle();
    return here.seconds;
  }

  /** Nearly all of a tree that was here before: nothing is read from it but what is counted. */
  private same(records: Buffer): void {
    const { files, bytes } = countIn(records, (record) => this.tally.count(parseEntry(record)));
    this.tally.match(files, bytes);
  }

  private differ(left: string | undefined, right: string | undefined): Promise<void> | undefined {
    const from = left === undefined ? undefined : parseEntry(left);
    const to = right === undefined ? undefined : parseEntry(right);
    if (from) this.tally.count(from);
    const status = compare(from, to);
    if (status === "ignored") return undefined;
    if (to && (status === "same-size" || (this.retained && status !== "match"))) {
      this.open.push({ status, from, to });
      return this.open.length < BATCH ? undefined : this.settle();
    }
    if (status !== "same-size") this.tally.add(status, from, to);
    return undefined;
  }

  /** Equal content is a match, whatever the times say; different content is decided by who is newer. */
  private async settle(): Promise<void> {
    const open = this.open;
    this.open = [];
    const equal = open.flatMap(({ status, to }) => (status === "same-size" ? [to] : []));
    const [here, there, changed] = await Promise.all([
      checksumsOf(this.source, equal),
      checksumsOf(this.target, equal),
      this.retained
        ? changesOf(
            this.target,
            open.map(({ to }) => to),
          )
        : () => undefined,
    ]);
    for (const { status, from, to } of open) {
      const asked = { ours: here(to), theirs: there(to), changed: changed(to) };
      this.tally.add(status === "same-size" ? sameSize(from ?? to, to, asked) : status, from, to, asked);
    }
  }
}

const sameSize = (from: Entry, to: Entry, { ours, theirs }: Asked): FileStatus =>
  ours !== undefined && ours === theirs ? "match" : byTime(from, to);

type Answer<T> = (entry: Entry) => T | undefined;

const checksumsOf = (place: Place, entries: readonly Entry[]): Promise<Answer<string>> =>
  askAbout(place, entries, fileChecksums);
const changesOf = (place: Place, entries: readonly Entry[]): Promise<Answer<number>> =>
  askAbout(place, entries, changeTimes);

/** Asks a host something about each of these entries. */
async function askAbout<T>(
  { host, tree, start }: Place,
  entries: readonly Entry[],
  about: (tree: string, paths: readonly string[]) => Fact<ReadonlyMap<string, T>>,
): Promise<Answer<T>> {
  if (entries.length === 0) return () => undefined;
  const nameOf = ({ path }: Entry): string => {
    if (start !== ".") return Buffer.from(start).toString("latin1");
    return path === "" ? "." : `./${path}`;
  };
  const found = await perform(host, ask(about(tree, entries.map(nameOf))));
  return (entry) => found.get(nameOf(entry));
}

/** The records of one side as they arrive; afterwards, how long the host took to list them. */
class Side implements Listing {
  seconds = 0;

  constructor(private readonly place: Place) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
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
