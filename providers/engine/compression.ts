import { rateIn, sendZeros, timeZeros } from "../commands/link-rate";
import type { Channel } from "../model/channel";
import type { Pass, Passage } from "../model/mover";
import type { Move } from "./move";

/** Bytes a second: what one processor compresses, and what a link of 1 Gbit/s does not reach. */
export const FAST = 150_000_000;

/** Bytes: with less to send it does not matter, and the measuring would take a part of the time that could be noticed. */
const MUCH = 500_000_000;

/** Whether the rate of the link decides something where so many bytes travel: then it is measured when the way is opened. */
export const measuresLink = (bytes: number, limit?: number): boolean => limit === undefined && bytes >= MUCH;

/** Milliseconds: a link on which it takes longer is slow. */
const WITHIN = 5000;

/** Other work of the hosts makes a fast link look slow for a moment, and nothing a slow one fast. */
const TRIES = 3;

/**
 * Bytes a second that a channel carries of what needs no compressing; undefined where that cannot be told. Where it is not
 * clear on which side of `FAST` that is, the best of several looks.
 */
export async function rateOf(channel: Channel): Promise<number | undefined> {
  let best: number | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const rate = await rateOnce(channel);
    if (rate === undefined) return best;
    best = Math.max(best ?? 0, rate);
    if (best >= FAST || best < FAST / 4) return best;
  }
  return best;
}

async function rateOnce(channel: Channel): Promise<number | undefined> {
  const { said } = await channel.carry(
    { send: sendZeros(), receive: timeZeros() },
    { signal: AbortSignal.timeout(WITHIN) },
  );
  return rateIn(said.receive);
}

/** Bytes: where files are smaller, much of an archive is what it says of them, which compresses to next to nothing. */
const SMALL = 16 * 1024;

/**
 * The passage as its data travels: as planned, but for a link that is faster than compressing. Where it is known what
 * travels, and that is small files, these are compressed all the same: it takes less than to encrypt what is saved.
 */
export async function asItTravels(
  { way }: Pick<Move, "way">,
  passage: Passage,
  pass?: Pick<Pass, "files" | "bytes">,
): Promise<Passage> {
  await way.channel();
  if (!way.isFast || (pass && pass.bytes < pass.files * SMALL)) return passage;
  return { ...passage, means: { ...passage.means, codec: "none" } };
}
