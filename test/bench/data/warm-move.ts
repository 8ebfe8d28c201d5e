import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repository } from "../../../program/setup/repository";
import { must } from "../../../program/setup/spawn";
import { get, writingClient } from "../../lab/moves/client";
import type { PulumiProject } from "../../lab/moves/pulumi";
import { DOMAIN } from "../../lab/moves/shop";
import { alternate, seconds } from "../alternate";
import type { Bench } from "../bench";
import { routeByHand } from "../moving-shop";
import { ferryProject } from "../projects";
import { type Grounds, layOut } from "./grounds";
import { named } from "./named";
import { furnishSite, openSite, SITE, siteOn } from "./site";

/** In seconds. */
type Took = Readonly<Record<"downtime" | "total", number>>;

const PEER = "a runbook with rsync, stop, rsync, start and nginx";

/** How long one move may take, in seconds. */
const LONGEST = 900;

/** A service with a million files is moved while it writes; what its clients see of it. */
export const warmMove: Bench = {
  name: "warm-move-1m",
  scalable: true,
  async measure({ runs, scale, teardown, told }) {
    const grounds = await layOut(teardown, ["gate"]);
    told("making the files");
    await furnishSite(grounds, scale);
    const ferry = await ferryProject(teardown, grounds.lab);
    const sides = { ours: () => byFerry(grounds, ferry, told), theirs: () => byHand(grounds) };
    const { ours, theirs } = await alternate(runs, sides, told);
    const name = named("warm-move-1m-downtime", "s", scale);
    return [{ name, ours: ours.downtime, peer: PEER, theirs: theirs.downtime, goal: 0.333 }];
  },
};

interface SiteOutputs {
  readonly services: {
    readonly site: { readonly lastMove: { readonly steps: readonly { step: string; seconds: number }[] } };
  };
}

async function byFerry(grounds: Grounds, ferry: PulumiProject, told: (line: string) => void): Promise<Took> {
  const { lab } = grounds;
  await openSite(grounds);
  await ferry.declare(siteOn(lab, "alpha"));
  await ferry.must("up", "--yes");
  await ferry.declare(siteOn(lab, "beta"));
  const took = await watched(grounds, () => ferry.must("up", "--yes", "--skip-preview"));
  const { steps } = (await ferry.outputs<SiteOutputs>()).services.site.lastMove;
  told(`steps of the move: ${steps.map((each) => `${each.step} ${each.seconds.toFixed(2)}`).join(", ")}`);
  // The next run begins with a service that Ferry has not met.
  await ferry.must("destroy", "--yes");
  return took;
}

async function byHand(grounds: Grounds): Promise<Took> {
  const { lab, beta } = grounds;
  await openSite(grounds);
  await routeByHand(lab);
  const script = join(repository(), "test/bench/data/by-hand-site.sh");
  const words = [lab.sshConfig, beta.address, SITE];
  return watched(grounds, () => must(["bash", script, ...words], { within: LONGEST * 1000 }));
}

/** Moves while a client writes; a move that lost a write or did not end on beta is no figure. */
async function watched({ lab, beta }: Grounds, move: () => Promise<unknown>): Promise<Took> {
  const gate = lab.host("gate");
  const client = writingClient(gate, DOMAIN, LONGEST);
  await sleep(1000);
  const total = await seconds(move);
  await sleep(500);
  const seen = await client.finish();
  await beta.must("systemctl is-active --quiet site");
  const kept = new Set(
    (await get(gate, DOMAIN, "/lines")).body.split("\n").map((line) => line.split(" ").at(-1)),
  );
  const lost = seen.acknowledged.filter((text) => !kept.has(text));
  if (lost.length > 0) throw new Error(`${lost.length} acknowledged writes are gone: ${lost.slice(0, 5)}`);
  return { downtime: seen.longestGap, total };
}
