import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { MovePaused, MoveUnwound } from "../../../providers/engine/errors";
import { stepsOf } from "../../../providers/engine/steps";
import { HostUnreachable } from "../../../providers/transport/errors";
import { counting } from "./counting";
import { dying } from "./dying";
import { makeWorld, type World } from "./world";

let world: World;
let engine: Engine;

/** What has changed less than a second before a pass, by the clock's whole seconds, is sent once more. */
const GRAIN = 2100;

beforeEach(async () => {
  world = makeWorld({});
  world.run("alpha", "start");
  writeFileSync(world.path("alpha", "srv/shop/data/large.bin"), Buffer.alloc(3_000_000, 7));
  await sleep(GRAIN);
});
afterEach(async () => {
  await engine.close();
  world.remove();
});

const request = (host: string): string => world.path(host, "var/lib/ferry/services/shop/request");
const inSrv = (host: string): string[] =>
  existsSync(world.path(host, "srv")) ? readdirSync(world.path(host, "srv")) : [];
const staging = (host: string): string[] => inSrv(host).filter((name) => name.includes("ferry-staging"));
const locked = (): boolean =>
  ["alpha", "beta"].some((host) => existsSync(world.path(host, "var/lib/ferry/services/shop/lock")));

const ask = (what: "pause" | "cancel"): void => {
  const text = JSON.stringify({ what, by: "ann@desk", at: "2026-11-21T12:00:00.000Z" });
  for (const host of ["alpha", "beta"]) writeFileSync(request(host), text);
};

/** A move that is left right after its first pass. */
async function paused(by: () => void): Promise<unknown> {
  const first = counting(world, (pass) => {
    if (pass === 1) by();
  });
  engine = first.engine;
  const outcome = await engine.bring(world.service("beta"), world.log).catch((error: unknown) => error);
  await engine.close();
  expect(first.sent[0]).toBeGreaterThan(3_000_000);
  return outcome;
}

const small = (sent: readonly number[]): boolean => sent.length > 0 && Math.max(...sent) < 1_000_000;

describe("a move that is paused", () => {
  it("leaves the service where it runs, keeps what has arrived, and gives the lock back", async () => {
    const error = await paused(() => ask("pause"));
    expect(error).toBeInstanceOf(MovePaused);
    expect(error).toHaveProperty(
      "message",
      expect.stringMatching(/was paused by ann@desk .*shop runs on alpha/),
    );
    expect(error).toHaveProperty("remedy", expect.stringContaining("ferry resume shop"));
    expect([world.runs("alpha"), staging("beta").length, locked()]).toEqual([true, 1, false]);
  });

  it("waits until the request is taken back, and says so in the preview", async () => {
    await paused(() => ask("pause"));
    engine = world.engine();
    const assessment = await engine.assess(world.service("beta"));
    expect(assessment).toMatchObject({ action: "blocked" });
    expect(JSON.stringify(assessment)).toMatch(/was paused by ann@desk.*ferry resume shop/);
    await expect(engine.bring(world.service("beta"), world.log)).rejects.toThrow(/was paused by ann@desk/);
    expect(staging("beta")).toHaveLength(1);
  });

  it("goes on where it ended: nothing that arrived whole is sent again", async () => {
    await paused(() => engine.interrupt("ctrl-c"));
    writeFileSync(world.path("alpha", "srv/shop/data/two.txt"), "two\n");
    const [tree = ""] = staging("beta");
    const next = counting(world);
    engine = next.engine;
    const assessment = await engine.assess(world.service("beta"));
    expect(assessment).toMatchObject({ action: "move", plan: { resumes: { step: "precopy" } } });
    expect(tree).toContain(assessment.action === "move" ? (assessment.plan.resumes?.move ?? "?") : "?");
    await engine.bring(world.service("beta"), world.log);
    expect(small(next.sent), String(next.sent)).toBe(true);
    expect([world.runs("alpha"), world.runs("beta")]).toEqual([false, true]);
    expect(readFileSync(world.path("beta", "srv/shop/data/two.txt"), "utf8")).toBe("two\n");
    expect(readFileSync(world.path("beta", "srv/shop/data/large.bin")).length).toBe(3_000_000);
    expect(readdirSync(world.path("beta", "srv"))).toEqual(["shop"]);
    expect(readdirSync(world.path("alpha", "var/lib/ferry/moves"))).toEqual([]);
  });

  it("is put back by a declaration that was reverted", async () => {
    await paused(() => ask("pause"));
    engine = world.engine();
    const assessment = await engine.assess(world.service("alpha"));
    expect(assessment).toMatchObject({ action: "recover", how: "unwind" });
    await engine.bring(world.service("alpha"), world.log);
    expect([world.runs("alpha"), staging("beta")]).toEqual([true, []]);
    expect([existsSync(request("alpha")), existsSync(request("beta"))]).toEqual([false, false]);
    expect(await engine.assess(world.service("alpha"))).toMatchObject({ action: "none" });
  });

  it("is put back where other data would travel now, and begun afresh", async () => {
    await paused(() => engine.interrupt("ctrl-c"));
    const [before] = staging("beta");
    const next = counting(world);
    engine = next.engine;
    const service = world.service("beta");
    const changed = { ...service, move: { ...service.move, exclude: ["*.log"] } };
    expect(await engine.assess(changed)).toMatchObject({ action: "recover" });
    await engine.bring(changed, world.log);
    expect(small(next.sent)).toBe(false);
    expect(world.runs("beta")).toBe(true);
    expect(readdirSync(world.path("beta", "srv"))).not.toContain(before);
  });

  it("is left in the middle of a stream", async () => {
    engine = world.engine();
    const slow = world.service("beta");
    const limited = { ...slow, move: { ...slow.move, rate: "100kB/s" } };
    writeFileSync(world.path("alpha", "srv/shop/data/random.bin"), randomBytes(3_000_000));
    const moving = engine.bring(limited, {
      ...world.log,
      progress: ({ bytes }) => void (bytes === undefined || engine.interrupt("ctrl-c")),
    });
    const started = performance.now();
    await expect(moving).rejects.toBeInstanceOf(MovePaused);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(staging("beta")).toHaveLength(1);
  });

  it("is too late once the service is stopped: the move goes on to its end", async () => {
    engine = world.engine(undefined, (names) =>
      stepsOf(names).map((step) =>
        step.name === "finalSync"
          ? { ...step, do: (move) => Promise.resolve(ask("pause")).then(() => step.do(move)) }
          : step,
      ),
    );
    await engine.bring(world.service("beta"), world.log);
    expect(world.runs("beta")).toBe(true);
    expect([existsSync(request("alpha")), existsSync(request("beta"))]).toEqual([false, false]);
  });
});

describe("a move that is cancelled", () => {
  it("puts everything back and says who wanted it", async () => {
    const error = await paused(() => ask("cancel"));
    expect(error).toBeInstanceOf(MoveUnwound);
    expect(error).toHaveProperty("message", expect.stringContaining("cancelled by ann@desk"));
    expect([world.runs("alpha"), staging("beta"), locked()]).toEqual([true, [], false]);
    expect([existsSync(request("alpha")), existsSync(request("beta"))]).toEqual([false, false]);
  });
});

describe("a controller that dies while it copies", () => {
  it("leaves what the next one goes on with", async () => {
    engine = world.engine();
    await dying(world, "precopy");
    execFileSync("find", [world.folder, "-name", "lock", "-exec", "touch", "-d", "-10 minutes", "{}", "+"]);
    const next = counting(world);
    engine = next.engine;
    await engine.bring(world.service("beta"), world.log);
    expect(small(next.sent), String(next.sent)).toBe(true);
    expect(world.runs("beta")).toBe(true);
  });
});

describe("a connection that breaks while data travels", () => {
  it("leaves what the next move goes on with", async () => {
    const error = await paused(() => {
      throw new HostUnreachable("the connection was lost.", { host: "beta", remedy: "Look." });
    });
    expect(error).toBeInstanceOf(MovePaused);
    expect(error).toHaveProperty(
      "message",
      expect.stringMatching(/was interrupted: beta: the connection was lost/),
    );
    const next = counting(world);
    engine = next.engine;
    await engine.bring(world.service("beta"), world.log);
    expect(small(next.sent), String(next.sent)).toBe(true);
  });

  it("does not hold for a failure that has another cause: that is put back", async () => {
    const error = await paused(() => {
      throw new Error("no space");
    });
    expect(error).toBeInstanceOf(MoveUnwound);
    expect(staging("beta")).toEqual([]);
  });
});

describe("a lock that another controller holds by now", () => {
  it("keeps this one from taking anything back", async () => {
    const error = await paused(() => {
      for (const host of ["alpha", "beta"])
        writeFileSync(
          world.path(host, "var/lib/ferry/services/shop/lock"),
          '{"move":"other","controller":"bob","since":"now","holder":"x"}\n',
        );
      throw new Error("late");
    });
    expect(error).toHaveProperty("message", "late");
    expect(staging("beta")).toHaveLength(1);
  });
});
