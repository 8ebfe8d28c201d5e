import { inTurn } from "../alternate";
import type { Bench } from "../bench";
import { makeNoise } from "./corpora";
import { FIELD, type Grounds, layOut, warm } from "./grounds";
import { named } from "./named";
import { OwnCopy } from "./own-copy";

const MEGABITS = 100;
/** 0.95 of the link. Ethernet and TCP take 0.044 of it by themselves, with frames of 1,514 bytes. */
const GOAL = 1 / 0.95;
const [TREE, COPY] = [`${FIELD}/noise`, `${FIELD}/copy`];
const FILES = 32;
const EACH = 16 << 20;

/** Bytes a second that are asked for where the link has no limit of its own. */
const RATE = 20_000_000;

/** What the stream makes of a slow link, and whether it keeps to a rate that it was given. */
export const slowLink: Bench = {
  name: "slow-link",
  parts: ["share", "rate"],
  scalable: true,
  async measure({ runs, parts, scale, teardown, told, figure }) {
    const grounds = await layOut(teardown);
    const bytes = await makeNoise(grounds.alpha, TREE, FILES, Math.round(EACH * scale));
    if (parts.has("share")) {
      const ours = await limited(grounds, () => inTurn(runs, { ours: () => stream(grounds) }, told));
      const name = named(`slow-link-${MEGABITS}-Mbit/s`, "s", scale);
      const peer = "the bytes of the files at the rate of the link";
      figure({ name, ...ours, peer, theirs: (bytes * 8) / (MEGABITS * 1e6), goal: GOAL });
    }
    if (parts.has("rate")) {
      const off = async () => Math.abs(bytes / (await stream(grounds, RATE)) / RATE - 1);
      const { ours } = await inTurn(runs, { ours: off }, told);
      const name = named("rate-limit-missed-by", "share", scale);
      figure({ name, ours, peer: "5 % of the limit", theirs: 0.05, goal: 1 });
    }
    return [];
  },
};

async function limited<T>({ beta }: Grounds, work: () => Promise<T>): Promise<T> {
  await beta.limitRate(MEGABITS);
  try {
    return await work();
  } finally {
    await beta.limitRate();
  }
}

/** The seconds that the stream of a first copy takes, from its first byte until all of it is on the target's disk. */
async function stream(grounds: Grounds, rate?: number): Promise<number> {
  await warm(grounds, TREE);
  const copy = new OwnCopy(grounds, TREE, COPY, rate);
  try {
    await copy.open();
    return (await copy.carry(await copy.prepare())).seconds;
  } finally {
    await copy.remove();
  }
}
