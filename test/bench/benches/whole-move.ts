import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repository } from "../../../program/setup/repository";
import { must } from "../../../program/setup/spawn";
import { Lab } from "../../lab/lab";
import { get, writingClient } from "../../lab/moves/client";
import type { PulumiProject } from "../../lab/moves/pulumi";
import { DOMAIN } from "../../lab/moves/shop";
import { alternate, seconds } from "../alternate";
import type { Bench } from "../bench";
import { furnish, openShopAfresh, routeByHand, stackWith } from "../moving-shop";
import { ferryProject } from "../projects";

/** In seconds. */
type Took = Readonly<Record<"downtime" | "total", number>>;

const PEER = "a script with docker save and load, rsync, stop, rsync, start and nginx";

/** One service moved for good, while a client writes. */
export const wholeMove: Bench = {
  name: "whole-move",
  async measure({ runs, teardown, told }) {
    const lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
    await teardown.add(() => lab.down());
    told("making 200 MB of data");
    await furnish(lab);
    const ferry = await ferryProject(teardown, lab);
    const sides = { ours: () => byFerry(lab, ferry, told), theirs: () => byHand(lab) };
    const { ours, theirs } = await alternate(runs, sides, told);
    const figure = (name: "downtime" | "total") => {
      return { name: `whole-move-${name} (s)`, ours: ours[name], peer: PEER, theirs: theirs[name], goal: 1 };
    };
    return [figure("downtime"), figure("total")];
  },
};

/** What is measured is the move that was decided on, as by hand; looking at it first is the other benches' matter. */
async function byFerry(lab: Lab, ferry: PulumiProject, told: (line: string) => void): Promise<Took> {
  await openShopAfresh(lab);
  await ferry.declare(stackWith(lab, "alpha"));
  await ferry.must("up", "--yes");
  await ferry.declare(stackWith(lab, "beta"));
  const took = await watched(lab, () => ferry.must("up", "--yes", "--skip-preview"));
  told(`steps of the move: ${await stepsOf(ferry)}`);
  // The next run begins with a service that Ferry has not met.
  await ferry.must("destroy", "--yes");
  return took;
}

interface ShopOutputs {
  readonly services: {
    readonly shop: { readonly lastMove: { readonly steps: readonly { step: string; seconds: number }[] } };
  };
}

async function stepsOf(ferry: PulumiProject): Promise<string> {
  const { steps } = (await ferry.outputs<ShopOutputs>()).services.shop.lastMove;
  return steps.map(({ step, seconds: each }) => `${step} ${each.toFixed(2)}`).join(", ");
}

async function byHand(lab: Lab): Promise<Took> {
  await openShopAfresh(lab);
  await routeByHand(lab);
  const script = join(repository(), "test/bench/by-hand.sh");
  return watched(lab, () =>
    must(["bash", script, lab.sshConfig, lab.host("beta").address], { within: 280_000 }),
  );
}

/** Moves while a client writes; a move that lost a write or did not end on beta is no figure. */
async function watched(lab: Lab, move: () => Promise<unknown>): Promise<Took> {
  const [beta, gate] = [lab.host("beta"), lab.host("gate")];
  const client = writingClient(gate, DOMAIN, 280);
  await sleep(1000);
  const total = await seconds(move);
  await sleep(500);
  const seen = await client.finish();
  const names = await beta.must("docker ps --format '{{.Names}}' | sort | tr '\\n' ' '");
  if (names.trim() !== "shop-db-1 shop-web-1")
    throw new Error(`beta runs ${names || "nothing"} after the move`);
  const kept = new Set(
    (await get(gate, DOMAIN, "/lines")).body.split("\n").map((line) => line.split(" ").at(-1)),
  );
  const lost = seen.acknowledged.filter((text) => !kept.has(text));
  if (lost.length > 0) throw new Error(`${lost.length} acknowledged writes are gone: ${lost.slice(0, 5)}`);
  return { downtime: seen.longestGap, total };
}
