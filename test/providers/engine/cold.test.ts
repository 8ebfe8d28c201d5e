import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Adapters } from "../../../providers/engine/adapters";
import { makeWorld, type World } from "./world";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: World;
beforeEach(() => {
  world = makeWorld({ move: { strategy: "cold" } });
  world.run("alpha", "start");
});
afterEach(() => world.remove());

/** Notes each stream that is sent, by its number, and when the service is stopped. */
const noting =
  (notes: string[]) =>
  (adapters: Adapters): Adapters => ({
    ...adapters,
    openTransport: async (name) => {
      const transport = await adapters.openTransport(name);
      return {
        ...transport,
        run: (command, options) => {
          if (command.argv.join(" ").includes("./service stop")) notes.push("stop");
          return transport.run(command, options);
        },
        spawnable: (command) => {
          const stream = command.argv.findLast((word) => /^\.\d+$/.test(word));
          if (name === "alpha" && stream) notes.push(stream);
          return transport.spawnable(command);
        },
      };
    },
  });

async function moved(): Promise<string[]> {
  const sent: string[] = [];
  const engine = world.engine(noting(sent));
  await engine.bring(world.service("beta"), world.log);
  await engine.close();
  return sent;
}
const passes = (): string[] => [...new Set(world.notes.filter((note) => /, pass \d/.test(note)))];

it("copies few files in one go after the stop", async () => {
  expect(await moved()).toEqual(["stop"]);
  expect(passes()).toEqual([expect.stringMatching(/^finalSync: .*, pass 1$/)]);
  expect(readFileSync(world.path("beta", "srv/shop/data/one.txt"), "utf8")).toBe("one\n");
});

it.skipIf(availableParallelism() === 1)("copies many files in several streams after the stop", async () => {
  const many = 20_000;
  mkdirSync(world.path("alpha", "srv/shop/many"));
  for (let at = 0; at < many; at++)
    writeFileSync(join(world.path("alpha", "srv/shop/many"), `${at}`), `${at}\n`);
  const sent = await moved();
  expect(sent.indexOf("stop")).toBe(0);
  expect(sent.slice(1).sort()).toEqual(Array.from({ length: sent.length - 1 }, (_, at) => `.${at + 1}`));
  expect(sent.length).toBeGreaterThan(2);
  expect(passes()[0]).toMatch(/^finalSync: .*, pass 1$/);
  const there = world.path("beta", "srv/shop/many");
  expect(readdirSync(there)).toHaveLength(many);
  expect(readFileSync(join(there, "19999"), "utf8")).toBe("19999\n");
  expect([world.runs("alpha"), world.runs("beta")]).toEqual([false, true]);
});
