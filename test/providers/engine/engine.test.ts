import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { MoveUnwound } from "../../../providers/engine/errors";
import type { StepName } from "../../../providers/model/plan";
import { dying } from "./dying";
import { makeWorld, type World } from "./world";

let world: World;
let engine: Engine;

const run = (host: string, verb: string): number => {
  try {
    execFileSync("sh", [world.path(host, "srv/shop/service"), verb], {
      env: { ...process.env, FERRY_HOST: host },
    });
    return 0;
  } catch (error) {
    return (error as { status: number }).status;
  }
};
const runs = (host: string): boolean =>
  existsSync(world.path(host, "srv/shop/service")) && run(host, "status") === 0;

beforeEach(() => {
  world = makeWorld({
    route: { proxy: "edge", domain: "shop.example.org", port: 8080 },
    health: { port: 1, within: "1s" },
  });
  run("alpha", "start");
});
afterEach(async () => {
  await engine?.close();
  for (const host of ["alpha", "beta"])
    if (existsSync(world.path(host, "srv/shop/service"))) run(host, "stop");
  world.remove();
});

/** No health port is asked for: the service listens on nothing. */
const withoutHealth = (): World => makeWorld({});

describe("an engine on two hosts", () => {
  beforeEach(() => {
    run("alpha", "stop");
    world.remove();
    world = withoutHealth();
    run("alpha", "start");
    engine = world.engine();
  });

  it("finds a service where it is declared, and would do nothing", async () => {
    expect(await engine.assess(world.service("alpha"))).toMatchObject({ action: "none", host: "alpha" });
  });

  it("plans a move when the declared host is another", async () => {
    const assessment = await engine.assess(world.service("beta"));
    expect(assessment).toMatchObject({ action: "move", plan: { from: "alpha", to: "beta", blocks: [] } });
  });

  it("moves it: data there, running there, stopped here, nothing left in staging", async () => {
    const outputs = await engine.bring(world.service("beta"), world.log);
    expect(outputs).toMatchObject({
      host: "beta",
      lastMove: { from: "alpha", to: "beta" },
      retained: { host: "alpha" },
    });
    expect([runs("alpha"), runs("beta")]).toEqual([false, true]);
    expect(readFileSync(world.path("beta", "srv/shop/data/one.txt"), "utf8")).toBe("one\n");
    expect(readdirSync(world.path("beta", "srv"))).toEqual(["shop"]);
    expect(readdirSync(world.path("alpha", "srv"))).toEqual(["shop"]);
  });

  it("moves it back without a question, and keeps what was written meanwhile", async () => {
    await engine.bring(world.service("beta"), world.log);
    writeFileSync(world.path("beta", "srv/shop/data/two.txt"), "two\n");
    writeFileSync(world.path("beta", "srv/shop/data/one.txt"), "changed\n");
    await engine.bring(world.service("alpha"), world.log);
    expect([runs("alpha"), runs("beta")]).toEqual([true, false]);
    expect(readFileSync(world.path("alpha", "srv/shop/data/two.txt"), "utf8")).toBe("two\n");
    expect(readFileSync(world.path("alpha", "srv/shop/data/one.txt"), "utf8")).toBe("changed\n");
  });

  it("acts on a look that is fresh, but not when somebody moved the service meanwhile", async () => {
    expect(await engine.assess(world.service("beta"))).toMatchObject({ action: "move" });
    cpSync(world.path("alpha", "srv/shop"), world.path("beta", "srv/shop"), { recursive: true });
    rmSync(world.path("beta", "srv/shop/pid"));
    run("alpha", "stop");
    run("beta", "start");
    const moving = engine.bring(world.service("beta"), world.log);
    await expect(moving).rejects.toThrow(
      /failed in step lock: since the plan was made, shop has become running on beta: .* Nothing was touched/,
    );
    expect([runs("alpha"), runs("beta")]).toEqual([false, true]);
    expect(existsSync(world.path("beta", "var/lib/ferry/services/shop/lock"))).toBe(false);
    // A second try looks anew, and finds the service where it should be.
    expect(await engine.bring(world.service("beta"), world.log)).toBeUndefined();
  });

  it("leaves the target as it was and the source running when the start fails", async () => {
    writeFileSync(world.path("alpha", "srv/shop/poison-later"), "");
    const failing = world.engine((adapters) => ({
      ...adapters,
      kindOf: (service) => {
        const kind = adapters.kindOf(service);
        return {
          ...kind,
          *start(named, host) {
            if (host.name === "beta") throw new Error("it will not start");
            yield* kind.start(named, host);
          },
        };
      },
    }));
    await expect(failing.bring(world.service("beta"), world.log)).rejects.toBeInstanceOf(MoveUnwound);
    expect([runs("alpha"), existsSync(world.path("beta", "srv/shop"))]).toEqual([true, false]);
    await failing.close();
  });
});

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The service's port: the preflight wants it free, and the probe wants it open once the service has its pid. */
function listenWith(pid: string, port: number, address: string): { close(): void } {
  const server = createServer((socket) => socket.end());
  const timer = setInterval(() => {
    if (!server.listening && existsSync(pid)) server.listen(port, address);
  }, 20);
  const close = (): void => {
    clearInterval(timer);
    server.close();
  };
  return { close };
}

const STEPS: readonly StepName[] = ["stage", "precopy", "quiesce", "finalSync", "verify", "start", "probe"];

describe("a controller that dies in the middle of a move", () => {
  beforeEach(() => {
    run("alpha", "stop");
    world.remove();
    world = withoutHealth();
    run("alpha", "start");
  });

  it.each(STEPS)(
    "in step %s: the next one goes on, or puts everything back and moves afresh",
    async (step) => {
      engine = world.engine();
      await dying(world, step);
      execFileSync("sh", ["-c", `find '${world.folder}' -name lock -exec touch -d '-10 minutes' {} +`]);
      expect((await engine.assess(world.service("beta"))).action).toMatch(/recover|move|none/);
      await engine.bring(world.service("beta"), world.log);
      expect([runs("alpha"), runs("beta")]).toEqual([false, true]);
      expect(readdirSync(world.path("beta", "srv"))).toEqual(["shop"]);
    },
  );

  it.each(["cutOver", "confirm", "commit"] as const)(
    "in step %s: the next one finishes the move",
    async (step) => {
      const port = await freePort("127.0.0.2");
      run("alpha", "stop");
      world.remove();
      world = makeWorld({ route: { proxy: "edge", domain: "shop.example.org", port } });
      run("alpha", "start");
      const server = listenWith(world.path("beta", "srv/shop/pid"), port, "127.0.0.2");
      engine = world.engine();
      const began = Date.now() / 1000;
      await dying(world, step);
      execFileSync("sh", ["-c", `find '${world.folder}' -name lock -exec touch -d '-10 minutes' {} +`]);
      expect(await engine.assess(world.service("beta"), { adopting: true })).toMatchObject({
        action: "recover",
        how: "finish",
      });
      await engine.bring(world.service("beta"), world.log);
      server.close();
      expect([runs("alpha"), runs("beta")]).toEqual([false, true]);
      expect(readFileSync(world.path("alpha", "etc/route-shop"), "utf8")).toBe(`to 127.0.0.2:${port}\n`);
      const retained = JSON.parse(
        readFileSync(world.path("alpha", "var/lib/ferry/services/shop/placement.json"), "utf8"),
      );
      expect(retained).toMatchObject({ role: "retained" });
      expect(retained.at).toBeGreaterThan(began - 1);
      expect(readdirSync(world.path("beta", "srv"))).toEqual(["shop"]);
    },
  );
});
