import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { MovePaused, MoveStuck } from "../../../providers/engine/errors";
import type { Listener } from "../../../providers/engine/move";
import { stepsOf } from "../../../providers/engine/steps";
import type { StepName } from "../../../providers/model/plan";
import { HostUnreachable } from "../../../providers/transport/errors";
import { counting } from "./counting";
import { makeWorld, type World } from "./world";

// Several whole moves each.
vi.setConfig({ testTimeout: 90_000 });

let world: World;
let engine: Engine;
const BYTES = 3_000_000;

beforeEach(async () => {
  world = makeWorld({});
  world.run("alpha", "start");
  writeFileSync(world.path("alpha", "srv/shop/data/large.bin"), Buffer.alloc(BYTES, 7));
  // What has changed less than a second before a pass, by the clock's whole seconds, is sent once more.
  await sleep(2100);
});
afterEach(async () => {
  await engine.close();
  if (!existsSync(world.path("alpha", ""))) back();
  world.remove();
});

/** A local host cannot be reached when its directory is not there. */
const away = (): void => renameSync(world.path("alpha", ""), `${world.folder}/away`);
const back = (): void => renameSync(`${world.folder}/away`, world.path("alpha", ""));
const staging = (): string[] =>
  readdirSync(world.path("beta", "srv")).filter((name) => name.includes("ferry-staging"));
const lost = new HostUnreachable("the connection was lost.", { host: "alpha", remedy: "Look at its cable." });

/** A move whose source is lost for good right after a step has acted; waited for as long as `sourceWithinMs` says. */
function losing(step: StepName, sourceWithinMs: number, log: Listener = world.log): Promise<unknown> {
  engine = world.engine(undefined, (names) =>
    stepsOf(names).map((each) =>
      each.name === step
        ? {
            ...each,
            async do(move) {
              await each.do(move);
              Object.assign(move.limits, { sourceWithinMs });
              away();
              throw lost;
            },
          }
        : each,
    ),
  );
  return engine.bring(world.service("beta"), log).catch((thrown: unknown) => thrown);
}

async function expectGoesOn(): Promise<void> {
  await engine.close();
  const next = counting(world);
  engine = next.engine;
  await engine.bring(world.service("beta"), world.log);
  expect(Math.max(...next.sent), String(next.sent)).toBeLessThan(BYTES / 3);
  expect([world.runs("alpha"), world.runs("beta")]).toEqual([false, true]);
  expect(readFileSync(world.path("beta", "srv/shop/starts"), "utf8")).toBe("alpha\nalpha\nbeta\n");
  expect(readFileSync(world.path("beta", "srv/shop/data/large.bin")).length).toBe(BYTES);
  expect(readdirSync(world.path("beta", "srv"))).toEqual(["shop"]);
}

describe.each(["quiesce", "finalSync", "verify"] as const)(
  "a source that cannot be reached any more after the stop, in step %s",
  (step) => {
    it("keeps what has arrived, says where the service stands, and is started again by the next move", async () => {
      const error = await losing(step, 0);
      expect(error).toBeInstanceOf(MoveStuck);
      expect(error).toHaveProperty(
        "message",
        expect.stringMatching(
          /interrupted in step \w+: alpha: the connection was lost.*alpha cannot be reached to start it again.*shop does not answer\. What has arrived on beta stays/,
        ),
      );
      expect(error).toHaveProperty(
        "remedy",
        expect.stringMatching(/`pulumi up` again: it starts shop on alpha and goes on/),
      );
      expect(staging()).toHaveLength(1);
      const assessment = await engine.assess(world.service("beta"));
      expect(assessment).toMatchObject({ action: "blocked" });
      expect(JSON.stringify(assessment)).toMatch(
        /move of shop from alpha to beta ended in step \w+, with shop stopped on alpha.*alpha.*is not there/,
      );
      back();
      expect(JSON.stringify(await engine.assess(world.service("beta")))).toMatch(
        /shop is being moved from alpha to beta by .*, or was less than 90 s ago.*run this again in \d+ s/,
      );
      execFileSync("find", [world.folder, "-name", "lock", "-exec", "touch", "-d", "-10 minutes", "{}", "+"]);
      await expectGoesOn();
    });
  },
);

describe("a source that answers again soon after the stop", () => {
  it("is waited for, and has its service started by the same move", async () => {
    const error = await losing("finalSync", 60_000, {
      ...world.log,
      progress: ({ text }) => {
        if (/waiting for alpha to answer/.test(text)) back();
      },
    });
    expect(error).toBeInstanceOf(MovePaused);
    expect([world.runs("alpha"), staging().length]).toEqual([true, 1]);
    expect(existsSync(world.path("alpha", "var/lib/ferry/services/shop/lock"))).toBe(false);
    await expectGoesOn();
  });
});
