import type { Carried } from "./channel";
import type { Command } from "./command";
import type { Host } from "./host";
import type { OwnerMap } from "./owners";
import type { Procedure } from "./procedure";
import type { Dataset } from "./service";

/** What both hosts have for carrying files: the rung of the ladder that a move stands on. */
export interface Means {
  /** The mover that the passage is for; "files" where it is absent, as in the journals of older versions. */
  readonly mover?: "files" | "archive";
  readonly codec: "zstd" | "gzip" | "none";
  /**
   * True where of large files only the blocks travel that the target lacks; "rsync" where rsync finds them, of files of
   * which the target has an older copy.
   */
  readonly blocks: boolean | "rsync";
  /** By what the proof looks at extended attributes, access lists and capabilities: a tool that both hosts have. */
  readonly attributes: "python3" | "getfattr" | "none";
  /** What makes checksums where both hosts have something faster than b2sum. */
  readonly hasher?: "b3sum";
  /** From so many entries on a first copy travels in several streams at once; absent: always in one. */
  readonly streamsFrom?: number;
}

/** Where a dataset travels: its place on both hosts, and what to leave or keep on the way. */
export interface Passage {
  readonly source: Host;
  readonly target: Host;
  readonly from: Dataset;
  readonly to: Dataset;
  /** The id of this move: 12 hexadecimal digits; part of the names of staging trees and listings. */
  readonly move: string;
  /** Relative paths that the target keeps, carried from its real tree into the staging tree. */
  readonly keep: readonly string[];
  /** Relative globs (picomatch) that do not travel. */
  readonly exclude: readonly string[];
  readonly means: Means;
  /** What the source's users and groups are on the target; absent where owners travel by number. */
  readonly owners?: OwnerMap;
  /** True where the source's passes read from a read-only snapshot of the file system that is made for them. */
  readonly snapshot?: boolean;
}

/**
 * Bytes on their way from one host to another: `send` writes a stream on the source, `receive` reads it
 * on the target. A channel of the transport layer joins them; neither knows how.
 */
export interface Transfer {
  readonly send: Command;
  readonly receive: Command;
  /**
   * Reads the bytes sent so far from a line of `send`'s standard error; undefined for any other line. Where it
   * is absent the channel counts the stream itself, which costs a process.
   */
  readonly progress?: (line: string) => number | undefined;
  /** True where both ends talk to each other: what `receive` writes is what `send` reads, after its own input. */
  readonly talks?: boolean;
}

/** What a pass is about to send, or has sent. */
export interface Pass {
  /** Entries of any kind, deletions included: 0 means that there is nothing to transfer. */
  readonly files: number;
  readonly bytes: number;
  /** How long the source took to find out, in seconds. */
  readonly listSeconds: number;
  /** How many streams may travel at once before the rest of the pass; absent where all of it is one stream. */
  readonly streams?: number;
  /** True where nothing at all has changed since the pass before: there is nothing to settle either. */
  readonly unchanged?: boolean;
  /** Why the pass reads what changes meanwhile, where it should have read from a snapshot. */
  readonly live?: string;
}

/**
 * The last pass, with the service stopped: a file that changes or vanishes while it is read is then an error. It lists,
 * sends, and looks on both sides at what it sent, in one go: each wait for the network is one in which nobody is answered.
 */
export interface Finish extends Transfer {
  /** Reads from a line of `send`'s standard error what the listing found; undefined for any other line. */
  readonly found: (line: string) => Pass | undefined;
  /**
   * Reads what the pass touched from what both ends said; equal roots mean that all of the data is the same. Undefined
   * where that cannot be known (`manifest` with the number says the same), so that all of it has to be compared.
   */
  readonly seen: (said: Carried["said"]) => Both | undefined;
}

/** What both sides hold. */
export type Both = readonly [source: Manifest, target: Manifest];

/** What a mover may not be able to carry, or to do; the words are the contract suite's too. */
export type Lack =
  | "nanoseconds" // of times: whole seconds arrive
  | "holes" // of sparse files: they arrive filled
  | "attributes" // extended ones, access lists, capabilities
  | "blocks" // large files travel whole
  | "types" // what becomes something else than a directory after a pass has listed it ends that pass
  | "parts"; // the proof after the stop looks at everything, not only at what the final pass touched

/** A host's name, and the tools that it has. */
export interface Side {
  readonly name: string;
  readonly tools: ReadonlySet<string>;
}

/** A manifest of one side of a dataset: both sides must agree before the target may start. */
export interface Manifest {
  readonly files: number;
  readonly bytes: number;
  /** A digest over every entry: type, mode, owner, size, time, link target and content. */
  readonly root: string;
}

/**
 * How a dataset travels. Data lands in a staging tree beside the real one, and is swapped in by rename,
 * so that an abort needs no undo of files and a half-written tree is never served. Every method may run twice.
 */
export interface Mover {
  readonly name: string;
  /** What it cannot do, each with the words that say so in the plan. */
  readonly lacks?: Readonly<Partial<Record<Lack, string>>>;
  /** What a passage can use, from the tools that each host has, and why: a line each, for the plan. */
  means(source: Side, target: Side): { readonly means: Means; readonly because: readonly string[] };
  /**
   * On the target: makes the staging tree, begun from what the real tree there already has, or finds the one
   * that an interrupted move left. Returns what it holds, in the mover's own words, for `prepare` of pass 0;
   * text of about 20 bytes a file, which the engine only carries (not for the journal).
   */
  open(passage: Passage): Procedure<string>;
  /**
   * On the source: lists the tree, compares with what the passes before have sent (pass 0, or the first one
   * after an interruption: with `begun`, what `open` returned), and keeps the list of what pass `number`
   * has to send. May be followed by another `prepare` instead of the transfer, when the rest turns out to fit.
   */
  prepare(passage: Passage, number: number, begun?: string): Procedure<Pass>;
  /**
   * Sends what `prepare` found, deletions included. Where that has several streams, `stream` is the number of one of them,
   * from 1; all of those come before the one without a number, in any order or at once.
   */
  transfer(passage: Passage, number: number, stream?: number): Transfer;
  /** On the source: what was prepared has arrived, the next pass compares with it. */
  settle(passage: Passage, number: number): Procedure<void>;
  /**
   * Compares all that both sides hold after pass `number`, while the service runs: the source's manifest goes to the
   * target, which remembers the paths that differ. What changed meanwhile is among them, and in the final pass.
   */
  prove(passage: Passage, number: number): Transfer;
  /** The last pass. `begun` as for `prepare`, where no pass came before. */
  finish(passage: Passage, number: number, begun?: string): Finish;
  /**
   * What a side holds; equal roots mean that what arrived is what left. `side` says which host performs it. With the
   * `number` of the final pass only what that pass touched is looked at, the rest was compared by `prove` before
   * it; undefined where that is not so (nothing was proven, or something else differed), and the whole has to be.
   */
  manifest(passage: Passage, side: "source" | "target", number?: number): Procedure<Manifest | undefined>;
  /** On the target: the staging tree becomes the real one; the real one becomes the replaced one. */
  swap(passage: Passage): Procedure<void>;
  /** On the target: the reverse of `swap`, exactly. Does nothing where no swap happened. */
  unswap(passage: Passage): Procedure<void>;
  /** On the target: removes the staging tree and the traces of the passes; after `swap`, the traces only. */
  discard(passage: Passage): Procedure<void>;
  /** On the source: removes what only a pass under way needs; the move may be gone on with later. */
  leave(passage: Passage): Procedure<void>;
  /** On the source: removes snapshots, listings and other traces of the passes. */
  forget(passage: Passage): Procedure<void>;
  /** Where the staging tree is: an absolute path on the target. */
  staged(passage: Passage): string;
  /** Where `swap` put what was there before, relative to nothing: an absolute path on the target. */
  replaced(passage: Passage): string;
}
