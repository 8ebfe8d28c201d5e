import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { MovePaused, MoveStuck, MoveUnwound } from "../../../providers/engine/errors";
import type { JournalDocument } from "../../../providers/engine/journal";
import { stepsOf } from "../../../providers/engine/steps";
import type { Command } from "../../../providers/model/command";
import type { Mover } from "../../../providers/model/mover";
import type { StepName } from "../../../providers/model/plan";
import { treeMover } from "../../../providers/movers/registry";
import { HostUnreachable } from "../../../providers/transport/errors";
import { counting } from "./counting";
import { dying } from "./dying";
import { makeWorld, type World } from "./world";

// Several whole moves each.
vi.setConfig({ testTimeout: 90_000 });

let world: World;
let engine: Engine;

/** What has changed less than a second before a pass, by the clock's whole seconds, is sent once more. */
const GRAIN = 2100;
const BYTES = 3_000_000;

beforeEach(async () => {
  world = makeWorld({});
  world.run("alpha", "start");
  writeFileSync(world.path("alpha", "srv/shop/data/large.bin"), Buffer.alloc(BYTES, 7));
  await sleep(GRAIN);
});
afterEach(async () => {
  await engine.close();
  world.remove();
});

const record = (host: string, name: string): string =>
  world.path(host, `var/lib/ferry/services/shop/${name}`);
const staging = (): string[] => {
  const srv = world.path("beta", "srv");
  return existsSync(srv) ? readdirSync(srv).filter((name) => name.includes("ferry-staging")) : [];
};
const lost = new HostUnreachable("the connection was lost.", { host: "beta", remedy: "Look." });

/** A move whose step ends with an error after it has done its work. */
function failing(step: StepName, error: Error, undo = true): Promise<unknown> {
  engine = world.engine(undefined, (names) =>
    stepsOf(names).map((each) =>
      each.name === step
        ? { ...each, do: (move) => each.do(move).then(() => Promise.reject(error)) }
        : each.name === "quiesce" && !undo
          ? { ...each, undo: () => Promise.reject(new Error("it does not start")) }
          : each,
    ),
  );
  return engine.bring(world.service("beta"), world.log).catch((thrown: unknown) => thrown);
}

/** The next controller. Resolves to the bytes of each transfer. */
async function next(host = "beta"): Promise<number[]> {
  await engine.close();
  const counted = counting(world);
  engine = counted.engine;
  await engine.bring(world.service(host), world.log);
  return counted.sent;
}

const leaseRunsOut = (): unknown =>
  execFileSync("find", [world.folder, "-name", "lock", "-exec", "touch", "-d", "-10 minutes", "{}", "+"]);

function expectMoved(sent: readonly number[]): void {
  expect(Math.max(...sent), String(sent)).toBeLessThan(BYTES / 3);
  expect([world.runs("alpha"), world.runs("beta")]).toEqual([false, true]);
  expect(readFileSync(world.path("beta", "srv/shop/data/large.bin")).length).toBe(BYTES);
  expect(readdirSync(world.path("beta", "srv"))).toEqual(["shop"]);
  expect(readdirSync(world.path("alpha", "var/lib/ferry/moves"))).toEqual([]);
}

describe.each(["quiesce", "finalSync", "verify"] as const)(
  "a connection that breaks after the stop, in step %s",
  (step) => {
    it("starts the service again where it ran, and keeps what has arrived", async () => {
      const error = await failing(step, lost);
      expect(error).toBeInstanceOf(MovePaused);
      expect(error).toHaveProperty(
        "message",
        expect.stringMatching(/was interrupted: .*shop runs on alpha; what has arrived on beta stays/),
      );
      expect([world.runs("alpha"), staging().length]).toEqual([true, 1]);
      expect(existsSync(record("alpha", "lock"))).toBe(false);
      expectMoved(await next());
    });
  },
);

describe("a compressor that is killed, because no memory is left", () => {
  const shot = (send: Command): Command => ({
    ...send,
    argv: send.argv.map((word) =>
      word.replace("zstd) zstd -1 -q -c", () => "zstd) sh -c 'zstd -1 -q -c; kill -KILL $$'"),
    ),
  });
  const inPass = (change: Partial<Mover>): Promise<unknown> => {
    engine = world.engine((adapters) => ({ ...adapters, mover: { ...adapters.mover, ...change } }));
    return engine.bring(world.service("beta"), world.log).catch((thrown: unknown) => thrown);
  };

  it.each([
    [
      "first pass",
      { transfer: (...of) => ({ ...treeMover.transfer(...of), send: shot(treeMover.transfer(...of).send) }) },
    ],
    [
      "final pass",
      { finish: (...of) => ({ ...treeMover.finish(...of), send: shot(treeMover.finish(...of).send) }) },
    ],
  ] satisfies [string, Partial<Mover>][])(
    "in the %s: what arrived is kept, and the next one goes on",
    async (_, change) => {
      writeFileSync(world.path("alpha", "srv/shop/data/small.txt"), "small\n");
      const error = await inPass(change);
      expect(error).toBeInstanceOf(MovePaused);
      expect(error).toHaveProperty(
        "message",
        expect.stringMatching(/sending on alpha was killed \(signal 9\).*shop runs on alpha/),
      );
      expect(error).toHaveProperty("remedy", expect.stringMatching(/dmesg.*`pulumi up`/));
      expect([world.runs("alpha"), staging().length]).toEqual([true, 1]);
      expectMoved(await next());
    },
  );
});

describe("a controller that dies after the stop", () => {
  it.each(["quiesce", "finalSync", "verify"] as const)(
    "in step %s: the next one starts the service again and goes on with the copy",
    async (step) => {
      engine = world.engine();
      await dying(world, step);
      leaseRunsOut();
      expect(await engine.assess(world.service("beta"))).toMatchObject({ action: "recover", how: "unwind" });
      const began = readFileSync(record("alpha", "journal.json"), "utf8");
      expectMoved(await next());
      expect(readFileSync(world.path("beta", "srv/shop/starts"), "utf8")).toBe("alpha\nalpha\nbeta\n");
      const { move } = JSON.parse(readFileSync(record("beta", "journal.json"), "utf8")) as JournalDocument;
      expect(began).toContain(move);
    },
  );

  it("twice: the next one goes on once more", async () => {
    engine = world.engine();
    await dying(world, "finalSync");
    leaseRunsOut();
    await dying(world, "finalSync");
    leaseRunsOut();
    expectMoved(await next());
  });

  it("has what arrived taken away by a declaration that was reverted", async () => {
    engine = world.engine();
    await dying(world, "finalSync");
    leaseRunsOut();
    await next("alpha");
    expect([world.runs("alpha"), staging()]).toEqual([true, []]);
  });
});

describe("a move that fails after the stop for another reason", () => {
  it("is put back as a whole", async () => {
    expect(await failing("finalSync", new Error("no space"))).toBeInstanceOf(MoveUnwound);
    expect([world.runs("alpha"), staging()]).toEqual([true, []]);
  });

  it("is put back as a whole where the target may have begun to start", async () => {
    expect(await failing("start", lost)).toBeInstanceOf(MoveUnwound);
    expect([world.runs("alpha"), staging()]).toEqual([true, []]);
  });

  it("is stuck where the service does not start again, and says so", async () => {
    const error = await failing("finalSync", lost, false);
    expect(error).toBeInstanceOf(MoveStuck);
    expect(error).toHaveProperty("message", expect.stringContaining("quiesce: it does not start"));
    world.run("alpha", "start");
  });
});
