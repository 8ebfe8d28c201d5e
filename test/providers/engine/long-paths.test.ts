import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../providers/engine/engine";
import { makeWorld, type World } from "./world";

let world: World;
let engine: Engine;

beforeEach(() => {
  world = makeWorld({});
  world.run("alpha", "start");
  engine = world.engine();
});
afterEach(async () => {
  await engine.close();
  execFileSync("rm", ["-rf", world.path("alpha", "srv/shop/data"), world.path("beta", "srv/shop/data")]);
  world.remove();
});

/** Twenty directories of 220 bytes each, with a file in the last one: step by step, because no path leads there at once. */
const DEEP = `cd "$1" && d=$(printf '%0220d' 0) && for i in $(seq 20); do mkdir "$d" && cd "$d" || exit 1; done; echo deep > deepest`;
const makeDeep = (host: string): void =>
  void execFileSync("bash", ["-c", DEEP, "bash", world.path(host, "srv/shop/data")]);

const assess = async (exclude: string[] = []): Promise<readonly { reason: string; remedy: string }[]> => {
  const service = world.service("beta");
  const assessment = await engine.assess({ ...service, move: { ...service.move, exclude } });
  if (assessment.action !== "move") throw new Error(JSON.stringify(assessment));
  return assessment.plan.blocks;
};

describe("a path of more than 4,095 bytes", () => {
  it.each([
    ["nothing", () => undefined],
    ["other files", () => execFileSync("mkdir", ["-p", world.path("beta", "srv/shop/data")])],
    [
      "the same",
      () => {
        execFileSync("mkdir", ["-p", world.path("beta", "srv/shop/data")]);
        makeDeep("beta");
      },
    ],
  ])("blocks the move in the preview, named and with a remedy, where the target has %s", async (_, has) => {
    makeDeep("alpha");
    has();
    const blocks = await assess();
    expect(blocks[0]).toMatchObject({
      reason: expect.stringMatching(
        /paths below .*srv\/shop cannot travel, with more than 4,095 bytes: \.\.\.0+/,
      ),
      remedy: expect.stringContaining("`move.exclude`"),
    });
  });

  it("does not where it is excluded", async () => {
    makeDeep("alpha");
    expect(await assess(["data/0*"])).toEqual([]);
  });
});
