import { besideBest } from "../alternate";
import type { Course } from "./course";
import { newDisk } from "./disk";
import { FIELD, mustBeSame, warm } from "./grounds";
import { named } from "./named";
import { OwnCopy, shownPhases } from "./own-copy";
import { copyBy, type Peer, peersFor } from "./peers";

const COPY = `${FIELD}/copy`;

/** A first copy, into nothing, beside the best of the peers. */
export async function cold(course: Course): Promise<void> {
  const { corpus, runs, scale, told, figure } = course;
  const peers = Object.fromEntries(peersFor(corpus).map((peer) => [peer, () => byPeer(course, peer)]));
  const taken = await besideBest(runs, () => byFerry(course), peers, told);
  figure({ name: named(`${corpus.name}-cold`, "s", scale), ...taken, goal: corpus.coldGoal });
}

async function byFerry({ grounds, tree, told }: Course): Promise<number> {
  await newDisk(grounds.beta, FIELD);
  await warm(grounds, tree);
  const copy = new OwnCopy(grounds, tree, COPY);
  try {
    await copy.preview();
    const took = await copy.firstCopy();
    told(`the first copy: ${shownPhases(took)}`);
    await mustBeSame(grounds, tree, copy.staged);
    return took.seconds;
  } finally {
    await newDisk(grounds.beta, FIELD);
    await copy.remove();
  }
}

async function byPeer({ grounds, tree }: Course, peer: Peer): Promise<number> {
  await newDisk(grounds.beta, FIELD);
  await warm(grounds, tree);
  const took = await copyBy(peer, grounds, tree, COPY);
  await mustBeSame(grounds, tree, COPY);
  return took;
}
