import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { asPlainUser } from "../plain-user";
import { makeWorld, type World } from "./world";

let world: World;
let engine: Engine;

beforeEach(() => {
  world = makeWorld({});
  for (const host of ["alpha", "beta"]) mkdirSync(world.path(host, "srv"), { recursive: true });
  // The data is anybody's to write.
  execFileSync("chmod", ["-R", "a+rwX", world.folder]);
  world.run("alpha", "start");
  engine = world.engine((adapters) => ({
    ...adapters,
    openTransport: async (name) => asPlainUser(await adapters.openTransport(name)),
  }));
});
afterEach(async () => {
  await engine.close();
  execFileSync("chmod", ["-R", "u+rwX", world.folder]);
  world.remove();
});

const assessed = async (): Promise<string> => JSON.stringify(await engine.assess(world.service("beta")));

describe("a user who is not root and whose data is writable", () => {
  it("is told in the preview where Ferry's own notes cannot be written, and what to do", async () => {
    mkdirSync(world.path("beta", "var/lib"), { recursive: true });
    chmodSync(world.path("beta", "var/lib"), 0o555);
    const assessment = await engine.assess(world.service("beta"));
    expect(assessment).toMatchObject({ action: "move" });
    const checks = assessment.action === "move" ? assessment.plan.checks : [];
    expect(checks.filter(({ outcome }) => outcome === "fail")).toEqual([
      expect.objectContaining({
        name: "notes",
        text: expect.stringMatching(/may not write beta:\S+\/var\/lib\/ferry, where Ferry keeps the lock/),
        remedy: expect.stringMatching(/`become: sudo`.*hosts\.beta.*install -d -m 700 -o USER \S+ferry`/),
      }),
    ]);
    await expect(engine.bring(world.service("beta"), world.log)).rejects.toThrow(/may not write beta/);
  });

  it("has no trouble where they can", async () => {
    expect(await assessed()).toMatch(/"name":"notes","outcome":"pass"/);
  });

  it("is told where notes are that may not be read, which is not the same as none", async () => {
    const notes = world.path("alpha", "var/lib/ferry");
    mkdirSync(`${notes}/services/shop`, { recursive: true });
    writeFileSync(`${notes}/services/shop/journal.json`, "{}");
    for (const closed of [`${notes}/services/shop`, notes]) {
      chmodSync(closed, 0o000);
      const text = await assessed();
      expect(text).toMatch(/"action":"blocked"/);
      expect(text).toMatch(/alpha: the user that Ferry logs in as may not read .*Permission denied/);
      expect(text).toMatch(/become: sudo.*hosts\.alpha.*chown -R USER/);
      chmodSync(closed, 0o755);
    }
  });
});
