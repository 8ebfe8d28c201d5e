import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { differences } from "../data/odd/differences";
import { entriesOf } from "../data/odd/on-host";
import { type Break, breaksOf, sampleOf } from "./breaks";
import { Ground, TREE } from "./ground";
import type { UnderWay } from "./under-way";
import { filesOf, Stock, traces } from "./witness";

const SEED = Number(process.env.FERRY_SEED ?? 1);
const POINTS = Number(process.env.FERRY_BREAKS ?? 0);
const BREAKS = POINTS > 0 ? breaksOf(SEED, POINTS) : sampleOf(SEED);
const ONLY = process.env.FERRY_BREAK;

/** What the service writes at its stop: `shop.py`. */
const FLUSHED = 40 * 500_000 + 8 * (256 << 10);

/** The file that travels by blocks: after all streams, where there are several. */
const LARGE = 20 << 20;

/** So many small files that a first pass travels in several streams: `STREAMS_FROM` in `means.ts`. */
const MANY = 20_000;

/** Names, times and modes of some hundred entries, lists and proofs, and what the service goes on writing meanwhile. */
const BESIDE = 1_500_000;
/** What each of many small files takes besides its content: its head in the archive, and its line in lists and proofs. */
const HEAD = 250;
/** Headers of packets and of ssh's own. */
const HEADERS = 1.06;

let ground: Ground;
beforeAll(async () => {
  ground = await Ground.up();
}, 900_000);
afterEach(() => ground.clear());
afterAll(() => ground?.down());

/** Lays the service, begins its move and breaks it at its point. Returns the bytes that were sent of that pass. */
async function broken({ pass, streams, kind, share, seed }: Break): Promise<number> {
  const first = await ground.lay(seed, streams ? MANY : 0);
  // Where a rate is limited, streams go in turn.
  const move = await ground.begin({ slowly: !streams });
  let total = streams ? first - LARGE : first;
  if (pass !== 0) {
    await move.reaches(0, 0);
    total = await ground.change(seed);
  }
  const sent = await move.reaches(pass, share * (pass === "final" ? FLUSHED : total));
  if (kind === "controller") move.kill(seed % 2 === 0);
  // With `-o` the connection alone, which other processes of ssh only use.
  if (kind === "connection") await ground.alpha.must(`pkill -KILL ${seed % 2 === 0 ? "" : "-o"} -x ssh`);
  if (kind === "power") await ground.beta.powerOff();
  await expectLeft(move, kind);
  if (kind === "power") await ground.beta.boot();
  return sent;
}

/** A controller that lives says that the move can be gone on with. */
async function expectLeft(move: UnderWay, kind: Break["kind"]): Promise<void> {
  const ended = await move.ended();
  if (kind === "controller") expect(ended).toBeUndefined();
  else expect(ended, `${move}`).toMatchObject({ ended: "MovePaused" });
}

/** What a test of files that stay needs at least; in a first pass of one stream the large file goes first, half of it. */
function leastArrived({ pass, streams, share }: Break): number {
  if (streams) return share > 0.5 ? 100 : 0;
  return pass !== 0 ? 150 : share > 0.75 ? 1 : 0;
}

const named = BREAKS.map((each, at) => ({
  ...each,
  number: at + 1,
  where: `${each.pass === "final" ? "the final pass" : `pass ${each.pass}`}${each.streams ? " of several streams" : ""}, ${Math.round(each.share * 100)} % in`,
}));

describe(`a move that is broken (seed ${SEED})`, () => {
  it.each(named.filter(({ number }) => ONLY === undefined || number === Number(ONLY)))(
    "break $number: $kind, in $where",
    { timeout: 180_000 },
    async (one) => {
      const keys = await ground.beta.must("cat /home/deploy/.ssh/authorized_keys");
      const sent = await broken(one);
      const stock = await Stock.take(ground.alpha, TREE, ground.beta);
      await ground.leaseRunsOut();
      const before = await ground.beta.receivedFrom(ground.alpha);
      const next = await ground.begin({ slowly: false });
      expect(await next.ended(), `${next}`).toMatchObject({ ended: "moved" });
      const travelled = (await ground.beta.receivedFrom(ground.alpha)) - before;

      expect(differences(await entriesOf(ground.alpha, TREE), await entriesOf(ground.beta, TREE))).toEqual(
        [],
      );
      const [here, there] = [await filesOf(ground.alpha, TREE), await filesOf(ground.beta, TREE)];
      const rest = stock.rest(here);
      const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
      process.stderr.write(
        `break ${one.number}: ${one.kind}, ${one.where}, ${mb(sent)} MB sent; ${stock.arrived(here).length} of ${here.size} files stay, ` +
          `${mb(rest)} MB to go, ${mb(travelled)} MB travelled\n`,
      );
      expect(next.told).toContainEqual({ begins: "resumed" });
      expect(stock.arrived(here).length).toBeGreaterThanOrEqual(leastArrived(one));
      expect(stock.sentTwice(here, there)).toEqual([]);
      expect(travelled).toBeLessThan(rest * HEADERS + BESIDE + (one.streams ? MANY * HEAD : 0));
      expect(await ground.beta.must("cat /home/deploy/.ssh/authorized_keys")).toBe(keys);
      expect([await traces(ground.alpha), await traces(ground.beta)]).toEqual([[], []]);
    },
  );
});
