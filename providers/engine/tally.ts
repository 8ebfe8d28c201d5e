import { LONGEST, TOO_LONG } from "../commands/scan";
import { type Entry, readable, type Totals } from "../facts/listing";
import { CONFLICTS_LISTED, type Conflict, type FileStatus, type Scan, type Side } from "../model/plan";
import type { LeftBehind } from "../model/service";
import type { Decided, Differing } from "./decide";

const SPECIAL: Readonly<Record<string, string>> = {
  s: "a socket belongs to the process that listens on it",
  p: "a named pipe holds nothing to copy",
  b: "a device belongs to its host",
  c: "a device belongs to its host",
  F: "Ferry keeps it there for a move; it goes when that is over",
};

/** What was asked of the hosts about one path beyond their listings, where it was needed. */
export interface Asked {
  /** Checksums of both sides. */
  readonly ours?: string | undefined;
  readonly theirs?: string | undefined;
  /** When the target's last changed, seconds. */
  readonly changed?: number | undefined;
}

/** Collects what a comparison finds: counts of everything, the first conflicts one by one. */
export class Tally {
  private readonly counts: Record<FileStatus, number> = {
    missing_target: 0,
    newer_source: 0,
    newer_target: 0,
    conflict: 0,
    match: 0,
    extra_target: 0,
  };
  private readonly undecided: Conflict[] = [];
  private readonly decided: Conflict[] = [];
  private readonly keep: string[] = [];
  private readonly left: LeftBehind[] = [];
  private readonly tooLong: string[] = [];
  private undecidedCount = 0;
  private files = 0;
  private bytes = 0;
  private sendFiles = 0;
  private sendBytes = 0;

  constructor(
    private readonly dataset: string,
    private readonly absolute: (path: string) => string,
    private readonly decide: (file: Differing) => Decided,
  ) {}

  /** Counts an entry of the source. */
  count(entry: Entry): void {
    if (entry.path.length > LONGEST) this.refuse(entry.path);
    if (entry.type === "directory") return;
    if (entry.type === "other") {
      this.leave(entry.letter, readable(entry.path));
      return;
    }
    this.files += 1;
    this.bytes += entry.bytes;
  }

  /** Counts files that are the same on both sides. */
  match(files: number, bytes: number): void {
    this.files += files;
    this.bytes += bytes;
    this.counts.match += files;
  }

  /** Counts a source of which the target has nothing. */
  all({ files, bytes, others }: Pick<Totals, "files" | "bytes" | "others">): void {
    this.files = this.sendFiles = this.counts.missing_target = files;
    this.bytes = this.sendBytes = bytes;
    for (const { letter, path } of others) this.leave(letter, path);
  }

  /** A path that no system call takes. */
  private refuse(path: string): void {
    this.tooLong.push(readable(path));
  }

  private leave(letter: string, path: string): void {
    if (letter === TOO_LONG) this.refuse(path);
    else {
      const why = SPECIAL[letter] ?? "it is neither file nor directory";
      this.left.push({ what: this.absolute(path), why });
    }
  }

  /** Adds what was found at one path. */
  add(
    status: FileStatus,
    source: Entry | undefined,
    target: Entry | undefined,
    { ours, theirs, changed }: Asked = {},
  ): void {
    this.counts[status] += 1;
    if (status === "missing_target") this.send(source);
    if (status === "missing_target" || status === "match") return;
    const path = readable((source ?? target)?.path ?? "");
    const since = changed === undefined ? {} : { targetChanged: changed };
    const decided = this.decide({ path, absolute: this.absolute(path), status, ...since });
    if (decided.decision === "skip") this.keep.push(path);
    if (decided.decision === "overwrite") this.send(source);
    this.list({ dataset: this.dataset, path, status, ...sides(source, target, ours, theirs), ...decided });
  }

  /** `listSeconds`: how long the listing took. */
  scan(listSeconds: number): Scan {
    const { dataset, files, bytes, sendFiles, sendBytes, counts, keep, left } = this;
    const conflicts = [...this.undecided, ...this.decided].slice(0, CONFLICTS_LISTED);
    const undecided = this.undecidedCount;
    return {
      dataset,
      files,
      bytes,
      sendFiles,
      sendBytes,
      counts,
      undecided,
      conflicts,
      keep,
      left,
      ...(this.tooLong.length > 0 ? { tooLong: this.tooLong } : {}),
      listSeconds,
    };
  }

  private send(source: Entry | undefined): void {
    if (!source) return;
    this.sendFiles += 1;
    this.sendBytes += source.bytes;
  }

  private list(conflict: Conflict): void {
    if (conflict.decision === undefined) this.undecidedCount += 1;
    const list = conflict.decision === undefined ? this.undecided : this.decided;
    if (list.length < CONFLICTS_LISTED) list.push(conflict);
  }
}

function sides(
  source: Entry | undefined,
  target: Entry | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): Pick<Conflict, "source" | "target"> {
  return {
    ...(source ? { source: side(source, ours) } : {}),
    ...(target ? { target: side(target, theirs) } : {}),
  };
}

function side({ bytes, modified, type }: Entry, sha256: string | undefined): Side {
  return { bytes, modified, type, ...(sha256 === undefined ? {} : { sha256 }) };
}
