import { limited } from "../../../providers/commands/limit";
import { moveId } from "../../../providers/commands/own-names";
import { asItTravels, measuresLink } from "../../../providers/engine/compression";
import { perform } from "../../../providers/engine/perform";
import { Way } from "../../../providers/engine/way";
import type { Carried, Channel } from "../../../providers/model/channel";
import type { Mover, Pass, Passage, Transfer } from "../../../providers/model/mover";
import { filesMover } from "../../../providers/movers/files";
import { openChannel } from "../../../providers/transport/channel";
import type { Grounds } from "./grounds";

/** How long each part of something took, in seconds, in the order in which they came. */
export type Phases = readonly (readonly [name: string, seconds: number])[];

export interface Timed {
  readonly seconds: number;
  readonly phases: Phases;
}

/**
 * One tree on its way by Ferry's own mover, with the calls that the engine's steps make, in their order. Whatever is
 * asked of the mover by a bench of the data plane is asked here.
 */
export class OwnCopy {
  readonly passage: Passage;
  private readonly mover: Mover = filesMover;
  readonly way: Way;
  private begun: string | undefined;
  private number = 0;
  private phases: [string, number][] = [];
  private bytes = 0;

  constructor(
    private readonly grounds: Grounds,
    from: string,
    to: string,
    /** Bytes a second. */
    private readonly rate?: number,
  ) {
    const { source, target } = grounds;
    this.way = new Way(() => this.join());
    this.passage = {
      source: source.host,
      target: target.host,
      from: { id: "directory", type: "directory", path: from },
      to: { id: "directory", type: "directory", path: to },
      move: moveId(),
      keep: [],
      exclude: [],
      means: { codec: "zstd", blocks: true, attributes: "python3", streamsFrom: 20_000 },
    };
  }

  /** Where the copy is until it is swapped in. */
  get staged(): string {
    return this.mover.staged(this.passage);
  }

  /** What the preview has found out before: how much there is. */
  async preview(): Promise<void> {
    this.bytes = Number(
      await this.grounds.alpha.must(`du -s --block-size=1 '${this.passage.from.path}' | cut -f 1`),
    );
  }

  /** As the step `stage`: makes the staging tree and, meanwhile, the way there, which the first listing does not wait for. */
  async open(): Promise<void> {
    const { target } = this.grounds;
    this.way.ahead({ measured: measuresLink(this.bytes, this.rate) });
    this.begun = await this.timed("open", () => perform(target, this.mover.open(this.passage)));
  }

  private async join(): Promise<Channel> {
    const { source, target } = this.grounds;
    const channel = await openChannel(source, target, this.passage.move);
    if (channel.route !== "direct") throw new Error(`the data takes a detour: ${channel.because}`);
    return channel;
  }

  /** As one pass of the step `precopy`. */
  async pass(): Promise<Pass> {
    const { source } = this.grounds;
    const pass = await this.timed("list", () => this.prepare());
    if (pass.files > 0) await this.timed("send", () => this.carry(pass));
    if (!pass.unchanged)
      await this.timed("settle", () => perform(source, this.mover.settle(this.passage, this.number)));
    this.begun = undefined;
    this.number += 1;
    return pass;
  }

  /** A whole first copy: everything from the first connection between the hosts. */
  firstCopy(): Promise<Timed> {
    return this.whole(async () => {
      await this.open();
      await this.pass();
    });
  }

  /** What the engine compares ahead of the stop, when the pre-copy is done. */
  proveAhead(): Promise<Timed> {
    return this.whole(() => this.stream(this.mover.prove(this.passage, this.number - 1)));
  }

  /** What lies within the downtime: the last pass, which looks on both sides at what it touched. */
  finalPass(): Promise<Timed> {
    return this.whole(async () => {
      const finish = this.mover.finish(await this.travelling(), this.number++, this.begun);
      const { said } = await this.stream(finish);
      const [left, right] = finish.seen(said) ?? [];
      if (!left || left.root !== right?.root) throw new Error(`${this.passage.to.path} arrived differently`);
    });
  }

  /** Passes until nothing changes any more: what was written just now counts as possibly still changing. */
  async settleDown(): Promise<void> {
    for (let passes = 0; passes < 20; passes++) if ((await this.pass()).unchanged) return;
    throw new Error("the tree does not come to rest");
  }

  /** The root of one side's manifest. */
  async manifest(side: "source" | "target"): Promise<string> {
    const found = await perform(this.grounds[side], this.mover.manifest(this.passage, side));
    if (!found) throw new Error(`${side}: no manifest`);
    return found.root;
  }

  /** The streams of a pass that was prepared, and nothing else. */
  async carry(pass: Pass): Promise<Carried> {
    const passage = await this.travelling(pass);
    const stream = (at?: number) => this.stream(this.mover.transfer(passage, this.number, at));
    await Promise.all(Array.from({ length: pass.streams ?? 0 }, (_, at) => stream(at + 1)));
    return stream();
  }

  private travelling(pass?: Pass): Promise<Passage> {
    return this.timed("way", () => asItTravels(this, this.passage, pass));
  }

  private async stream(transfer: Transfer): Promise<Carried> {
    const channel = await this.way.channel();
    const send = this.rate === undefined ? transfer.send : limited(transfer.send, this.rate);
    return channel.carry({ ...transfer, send });
  }

  /** Lists without sending: what a stream or a manifest needs before it. */
  async prepare(): Promise<Pass> {
    return perform(this.grounds.source, this.mover.prepare(this.passage, this.number, this.begun));
  }

  /** Takes everything away again, as an aborted move does. */
  async remove(): Promise<void> {
    await this.way.close();
    await perform(this.grounds.target, this.mover.discard(this.passage));
    await perform(this.grounds.source, this.mover.forget(this.passage));
  }

  private async whole(work: () => Promise<unknown>): Promise<Timed> {
    this.phases = [];
    const began = performance.now();
    await work();
    return { seconds: (performance.now() - began) / 1000, phases: this.phases };
  }

  private async timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    this.phases.push([name, (performance.now() - began) / 1000]);
    return result;
  }
}

/** "list 0.41, send 1.20" */
export const shownPhases = ({ phases }: Timed): string =>
  phases.map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`).join(", ");
