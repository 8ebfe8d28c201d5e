import { inTurn } from "../alternate";
import type { Course } from "./course";
import { newDisk } from "./disk";
import { FIELD, mustBeSame, warm } from "./grounds";
import { named } from "./named";
import { OwnCopy, shownPhases, type Timed } from "./own-copy";
import { bareFind, copyBy, lineRate, rsyncAgain } from "./peers";

const [OURS, THEIRS] = [`${FIELD}/ours`, `${FIELD}/theirs`];
const PEER = "a second rsync -aHAXS --numeric-ids --delete";

/** The pass within the downtime: of a tree at rest, and of one of which 1 % has changed. */
export async function finalPass(course: Course): Promise<void> {
  const { grounds, tree, told } = course;
  const copy = new OwnCopy(grounds, tree, OURS);
  try {
    await copy.preview();
    await warm(grounds, tree);
    told(`the first copy, by Ferry: ${shownPhases(await copy.firstCopy())}`);
    await copy.settleDown();
    await warm(grounds, tree);
    const rsync = await copyBy("rsync -aHAXS --numeric-ids --delete", grounds, tree, THEIRS);
    told(`the first copy, by rsync: ${rsync.toFixed(2)} s`);
    await measure(course, copy);
  } finally {
    await newDisk(grounds.beta, FIELD);
    await copy.remove();
  }
}

async function measure(course: Course, copy: OwnCopy): Promise<void> {
  const { corpus, runs, scale, told, figure } = course;
  const passes = new Passes(course, copy);
  const sides = {
    idle: () => passes.idle(),
    idleRsync: () => passes.rsync(),
    changed: () => passes.changed(),
    changedRsync: () => passes.rsync(),
    bare: () => passes.bare(),
  };
  const taken = await inTurn(runs, sides, told);
  const name = (what: string) => named(`${corpus.name}-final-${what}`, "s", scale);
  const [peer, find] = [PEER, "find -printf of the source, and the changed bytes at the rate of the line"];
  figure({ name: name("idle"), ours: taken.idle, peer, theirs: taken.idleRsync, goal: 0.2 });
  figure({ name: name("1%"), ours: taken.changed, peer, theirs: taken.changedRsync, goal: 0.25 });
  figure({ name: name("1%-beside-find"), ours: taken.changed, peer: find, theirs: taken.bare, goal: 2 });
}

/** Both copies after the same history: what one has to send, the other has too. */
class Passes {
  private round = 0;
  private bytes = 0;

  constructor(
    private readonly course: Course,
    private readonly copy: OwnCopy,
  ) {}

  async idle(): Promise<number> {
    await this.quiet();
    return this.told("idle", await this.copy.finalPass());
  }

  async changed(): Promise<number> {
    const { grounds, corpus, tree, scale } = this.course;
    await this.quiet();
    const { files, bytes } = await corpus.change(grounds.alpha, tree, ++this.round, scale);
    this.bytes = bytes;
    await this.warm();
    return this.told(`${files} changes, ${bytes} bytes`, await this.copy.finalPass());
  }

  /** As at the end of a pre-copy. */
  private async quiet(): Promise<void> {
    const { told } = this.course;
    await this.copy.settleDown();
    told(`the proof ahead of the stop: ${(await this.copy.proveAhead()).seconds.toFixed(2)} s`);
    await this.warm();
  }

  async rsync(): Promise<number> {
    const { grounds, tree } = this.course;
    await this.warm();
    const taken = await rsyncAgain(grounds, tree, THEIRS);
    await mustBeSame(grounds, tree, THEIRS);
    return taken;
  }

  /** What nobody can do without: to look at the source once, and to carry what has changed. */
  async bare(): Promise<number> {
    const { grounds, tree, told } = this.course;
    const [rate, find] = [await lineRate(grounds), await bareFind(grounds, tree)];
    told(`find ${find.toFixed(2)} s, the line carries ${(rate / 1e6).toFixed(0)} MB/s`);
    return find + this.bytes / rate;
  }

  private warm(): Promise<void> {
    return warm(this.course.grounds, this.course.tree);
  }

  private told(what: string, taken: Timed): number {
    this.course.told(`the final pass, ${what}: ${shownPhases(taken)}`);
    return taken.seconds;
  }
}
