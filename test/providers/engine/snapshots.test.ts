import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { MovePaused } from "../../../providers/engine/errors";
import { putBack } from "../../../providers/engine/steer";
import { stepsOf } from "../../../providers/engine/steps";
import { type BtrfsDisk, btrfsDisk, withoutBtrfs } from "../../contract/benches/btrfs";
import { subvolumes } from "../../contract/benches/snapshots";
import { counting } from "./counting";
import { makeWorld, type World } from "./world";

let disk: BtrfsDisk;
let world: World;
let engine: Engine | undefined;

beforeEach(() => {
  disk = btrfsDisk();
  world = makeWorld({}, disk.path);
  world.run("alpha", "start");
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
  // A snapshot that is left could not be removed with the rest; it goes with the disk.
  for (const host of ["alpha", "beta"]) world.run(host, "stop");
  disk.close();
});

const volumes = (): string[] => subvolumes(disk.path);
/** The lease of a lock whose holder died has run out. */
const expire = (): void => {
  const past = new Date(Date.now() - 600_000);
  for (const host of ["alpha", "beta"])
    utimesSync(world.path(host, "var/lib/ferry/services/shop/lock"), past, past);
};

/** A controller that dies in its first transfer, as far as its hosts can tell. */
const diesSending = (): Promise<void> =>
  new Promise((died, failed) => {
    const first = world.engine((adapters) => ({
      ...adapters,
      openChannel: async (...ends) => ({
        ...(await adapters.openChannel(...ends)),
        carry: () => {
          died();
          return new Promise(() => undefined);
        },
      }),
    }));
    first.bring(world.service("beta"), world.log).catch(failed);
  });

/** The subvolumes that there were while the first pass was sent. */
async function moved(): Promise<string[]> {
  let seen: string[] = [];
  const first = counting(world, (transfers) => {
    if (transfers === 1) seen = volumes();
  });
  engine = first.engine;
  await engine.bring(world.service("beta"), world.log);
  return seen;
}

describe.skipIf(withoutBtrfs)("a move of what lies on btrfs", () => {
  it("is read from a snapshot, as the plan says, and leaves none", async () => {
    engine = world.engine();
    const assessment = await engine.assess(world.service("beta"));
    const means = assessment.action === "move" ? assessment.plan.means : [];
    expect(means).toContain("each pass before the stop from a btrfs snapshot");
    expect(volumes()).toEqual([]);
    await engine.close();
    expect(await moved()).toHaveLength(1);
    expect(volumes()).toEqual([]);
    expect(readFileSync(world.path("beta", "srv/shop/data/one.txt"), "utf8")).toBe("one\n");
    expect(readdirSync(world.path("alpha", "srv"))).toEqual(["shop"]);
    expect(world.notes.join("\n")).not.toContain("not from a snapshot");
  }, 60_000);

  it("says so where there is none after all, and goes on without", async () => {
    const late = world.engine(undefined, (names) =>
      stepsOf(names).map((step) =>
        step.name === "stage"
          ? {
              ...step,
              do: async (move) => {
                await step.do(move);
                execFileSync("btrfs", ["-q", "subvolume", "create", world.path("alpha", "srv/shop/late")]);
              },
            }
          : step,
      ),
    );
    engine = late;
    await late.bring(world.service("beta"), world.log);
    expect(world.notes.join("\n")).toMatch(
      /directory is read while it changes, not from a snapshot: .\/late is a subvolume/,
    );
    expect(world.runs("beta")).toBe(true);
  }, 60_000);

  it("holds on to none while it is paused", async () => {
    const first = counting(world, () => {
      expect(volumes()).toHaveLength(1);
      engine?.interrupt("ctrl-c");
    });
    engine = first.engine;
    await expect(engine.bring(world.service("beta"), world.log)).rejects.toBeInstanceOf(MovePaused);
    expect(volumes()).toEqual([]);
  }, 60_000);

  it.each(["goes on", "puts it back"])(
    "leaves none where its controller dies while it sends, and the next one %s",
    async (how) => {
      await diesSending();
      const [left = "?"] = volumes();
      expire();
      if (how === "goes on") expect(await moved()).toEqual([left]);
      else {
        engine = world.engine();
        expect(await putBack(engine, world.service("alpha"), world.log)).toBe(true);
      }
      expect(volumes()).toEqual([]);
      expect(world.runs(how === "goes on" ? "beta" : "alpha")).toBe(true);
    },
    60_000,
  );
});
