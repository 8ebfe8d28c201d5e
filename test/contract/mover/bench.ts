import { setTimeout as sleep } from "node:timers/promises";
import { limited } from "../../../providers/commands/limit";
import { perform } from "../../../providers/engine/perform";
import type { Carried, Channel } from "../../../providers/model/channel";
import { script } from "../../../providers/model/command";
import type { Both, Manifest, Means, Mover, Pass, Passage } from "../../../providers/model/mover";
import type { OwnerMap } from "../../../providers/model/owners";
import type { Transport } from "../../../providers/model/transport";

/** Two hosts and a way between them, as the contract suite needs them. */
export interface MoverBench {
  readonly mover: Mover;
  readonly source: Transport;
  readonly target: Transport;
  readonly channel: Channel;
  readonly means: Means;
  /** What users and groups of the source are on the target; by number where absent. */
  readonly owners?: OwnerMap;
  /** True where the source has a file system with snapshots, and passes read from those. */
  readonly snapshot?: boolean;
  /** A directory on each host that is the tests' own. */
  readonly scratch: { readonly source: string; readonly target: string };
  close(): Promise<void>;
}

type Side = "source" | "target";

/** Bytes that travelled, where `bytes` of a pass is what its listing expected. */
interface Sent {
  readonly sent: number;
}

// What a user could see of a tree, found by other means than the mover's own: one line an entry.
const SNAPSHOT = `export LC_ALL=C; cd -- "$1" 2> /dev/null || { echo absent; exit 0; }
find . -type d -printf '%p %y %m %U %G %T@\\n' -o -printf '%p %y %m %U %G %s %T@ %l\\n' | sort
find . -type f -print0 | sort -z | xargs -0 -r sha256sum --
find . -type f -links +1 -printf '%i %p\\n' | sort | awk '{ n[$1] = n[$1] " " $2; c[$1]++ } END { for (i in n) if (c[i] > 1) print "linked" n[i] }' | sort`;

let moves = 0;

/** One move of one dataset, step by step. */
export class TreeMove {
  readonly passage: Passage;
  private number = 0;
  private begun: string | undefined;
  private streams = 0;

  constructor(
    readonly bench: MoverBench,
    from: string,
    to: string,
    options: Partial<Pick<Passage, "keep" | "exclude">> & {
      file?: boolean;
      dataset?: readonly string[];
    } = {},
  ) {
    const { keep = [], exclude = [], file = false, dataset = [] } = options;
    const one = { id: "bind:/srv/data", type: "bind", ...(file ? { file } : {}), exclude: dataset } as const;
    this.passage = {
      source: bench.source.host,
      target: bench.target.host,
      from: { ...one, path: from },
      to: { ...one, path: to },
      move: (process.pid * 2 ** 16 + ++moves).toString(16).padStart(12, "0"),
      keep,
      exclude,
      means: bench.means,
      ...(bench.owners ? { owners: bench.owners } : {}),
      snapshot: bench.snapshot ?? false,
    };
  }

  private get mover(): Mover {
    return this.bench.mover;
  }

  async open(): Promise<void> {
    this.begun = await perform(this.bench.target, this.mover.open(this.passage));
  }

  async prepare(): Promise<Pass> {
    const { begun } = this;
    this.begun = undefined;
    const pass = await perform(this.bench.source, this.mover.prepare(this.passage, this.number, begun));
    this.streams = pass.streams ?? 0;
    return pass;
  }

  /** `slowly`: at so many bytes a second. */
  async carry(signal?: AbortSignal, slowly?: number): Promise<Carried> {
    const send = (stream?: number): Promise<Carried> => {
      const transfer = this.mover.transfer(this.passage, this.number, stream);
      const send = slowly === undefined ? transfer.send : limited(transfer.send, slowly);
      return this.bench.channel.carry({ ...transfer, send }, signal ? { signal } : {});
    };
    const streams = Array.from({ length: this.streams }, (_, at) => send(at + 1));
    this.streams = 0;
    const ended = await Promise.allSettled(streams);
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    return send();
  }

  async settle(): Promise<void> {
    await perform(this.bench.source, this.mover.settle(this.passage, this.number++));
  }

  /** A whole pass, as the engine does it, and the bytes that it took. */
  async pass(): Promise<Pass & Sent> {
    const pass = await this.prepare();
    const sent = pass.files > 0 ? (await this.carry()).bytes : 0;
    await this.settle();
    return { ...pass, sent };
  }

  /** The last pass, likewise. `slowly`: at so many bytes a second; `onFound`: once it is listed, before it is sent. */
  async finish({
    slowly,
    onFound,
  }: {
    slowly?: number;
    onFound?: (pass: Pass) => void;
  } = {}): Promise<Pass & Sent & { readonly seen: Both | undefined }> {
    const { begun } = this;
    this.begun = undefined;
    const finish = this.mover.finish(this.passage, this.number++, begun);
    const send = slowly === undefined ? finish.send : limited(finish.send, slowly);
    let found: Pass | undefined;
    const onLine = (line: string): void => {
      const now = finish.found(line);
      found ??= now;
      if (now) onFound?.(now);
    };
    const { said, bytes } = await this.bench.channel.carry({ ...finish, send }, { onLine });
    if (!found) throw new Error("the sender has not said what it found");
    return { ...found, sent: bytes, seen: finish.seen(said) };
  }

  async manifest(side: Side): Promise<Manifest> {
    const found = await perform(this.bench[side], this.mover.manifest(this.passage, side));
    if (!found) throw new Error(`no manifest of the ${side}`);
    return found;
  }

  async agree(): Promise<boolean> {
    const [source, target] = await Promise.all([this.manifest("source"), this.manifest("target")]);
    return source.root === target.root && source.files === target.files && source.bytes === target.bytes;
  }

  /** Compares everything after the last pass. */
  prove = (): Promise<Carried> => this.bench.channel.carry(this.mover.prove(this.passage, this.number - 1));

  /** Whether what the last pass touched is the same, where all else was proven before it; undefined where it was not. */
  async agreeSince(): Promise<boolean | undefined> {
    const last = this.number - 1;
    const sides = [
      perform(this.bench.source, this.mover.manifest(this.passage, "source", last)),
      perform(this.bench.target, this.mover.manifest(this.passage, "target", last)),
    ];
    const [source, target] = await Promise.all(sides);
    return source && target ? source.root === target.root : undefined;
  }

  swap = (): Promise<void> => perform(this.bench.target, this.mover.swap(this.passage));
  unswap = (): Promise<void> => perform(this.bench.target, this.mover.unswap(this.passage));
  discard = (): Promise<void> => perform(this.bench.target, this.mover.discard(this.passage));
  leave = (): Promise<void> => perform(this.bench.source, this.mover.leave(this.passage));
  forget = (): Promise<void> => perform(this.bench.source, this.mover.forget(this.passage));

  /** Pass 0, a final one, and the swap. */
  async whole(): Promise<void> {
    await this.open();
    await this.pass();
    await this.finish();
    await this.swap();
  }
}

/** Runs a shell script in a tree of one side, made if need be. */
export async function on(transport: Transport, directory: string, text: string): Promise<string> {
  const within = `mkdir -p -- "$1" && cd -- "$1" && ${text}`;
  const { code, stdout, stderr } = await transport.run(script(`set -e; ${within}`, directory));
  if (code !== 0) throw new Error(`${text} exited with ${code}: ${stderr}`);
  return stdout;
}

/** What one side shows of a tree, as exactly as the mover promises to bring it. */
export async function seen(bench: MoverBench, side: Side, directory: string): Promise<string> {
  const shown = await snapshot(bench[side], directory);
  return bench.mover.lacks?.nanoseconds === undefined
    ? shown
    : shown.replace(/( [fdl] [0-7]+ \d+ \d+(?: \d+)? -?\d+)\.\d{10}/g, "$1");
}

export async function snapshot(transport: Transport, directory: string): Promise<string> {
  return (await transport.run(script(SNAPSHOT, directory))).stdout;
}

/** Longer than the second that a fresh file counts as possibly still changing. */
export const quiet = (): Promise<void> => sleep(2100);
