import { inTurn, seconds } from "../alternate";
import type { Course } from "./course";
import { newDisk } from "./disk";
import { FIELD, warm } from "./grounds";
import { named } from "./named";
import { OwnCopy } from "./own-copy";

const PEER = "find -type f | xargs -P 2 sha256sum of the same tree";

/** Everything on one side is hashed, as it is ahead of the stop, beside the same by hand. */
export async function verification(course: Course): Promise<void> {
  const { corpus, runs, scale, told, figure } = course;
  const sides = { ours: () => byFerry(course), theirs: () => byHand(course) };
  const { ours, theirs } = await inTurn(runs, sides, told);
  figure({ name: named(`${corpus.name}-verify`, "s", scale), ours, peer: PEER, theirs, goal: 1.3 });
}

/** A move of its own each time, so that nothing is remembered; its first listing has been made, as in a move. */
async function byFerry({ grounds, tree }: Course): Promise<number> {
  // A copy that the target has from an earlier figure would be hashed before the clock starts, and remembered.
  await newDisk(grounds.beta, FIELD);
  const copy = new OwnCopy(grounds, tree, `${FIELD}/copy`);
  try {
    await copy.open();
    if ((await copy.prepare()).bytes === 0) throw new Error("the target has the tree already");
    await warm(grounds, tree);
    return await seconds(() => copy.manifest("source"));
  } finally {
    await copy.remove();
  }
}

/** Files in lots so that both processors have something to do to the end. */
async function byHand({ grounds, tree }: Course): Promise<number> {
  await warm(grounds, tree);
  const count = Number(await grounds.alpha.must(`find ${tree} -type f | wc -l`));
  const lot = Math.min(1000, Math.ceil(count / 4));
  const hash = `find ${tree} -type f -print0 | xargs -0 -r -P 2 -n ${lot} sha256sum > /dev/null`;
  return seconds(() => grounds.alpha.must(hash));
}
