import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Lab } from "../lab";
import { get } from "./client";
import { PulumiProject, type Ran } from "./pulumi";
import { closeShop, DOMAIN, openShop, shopStack } from "./shop";

let lab: Lab;
let pulumi: PulumiProject;

/** Data that cannot be compressed, in files of 2 MB. */
const FILES = 20;
const BYTES = FILES * 2_000_000;

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
}, 900_000);
afterAll(() => lab?.down(), 60_000);
beforeEach(async () => {
  const alpha = lab.host("alpha");
  await openShop(alpha);
  await alpha.must(
    `cd /srv/shop/uploads && for i in $(seq ${FILES}); do head -c 2000000 /dev/urandom > "file$i"; done`,
  );
  pulumi = await PulumiProject.make(lab.env);
  await pulumi.declare(shopStack(lab, { host: "alpha" }));
  await pulumi.must("up", "--yes");
});
afterEach(async () => {
  for (const host of lab.hosts) await host.restoreLink();
  await pulumi.remove();
  await closeShop(lab);
});

interface Outputs {
  services: { shop: { host: string; lastMove: { bytes: number } } };
}

/** Begins the move to beta at 4 MB/s, and resolves when some of its files have arrived there. */
async function begun(strategy: "warm" | "cold" = "warm"): Promise<{ ended: Promise<Ran> }> {
  const stack = shopStack(lab, { host: "beta", strategy }) as { services: { shop: { move: object } } };
  Object.assign(stack.services.shop.move, { rate: "4MB/s" });
  await pulumi.declare(stack);
  const ended = pulumi.up("--skip-preview");
  const some = `[ "$(ls /srv/.shop.ferry-staging-*/tree/uploads 2>/dev/null | grep -c file)" -ge 5 ]`;
  const arrived = lab
    .host("beta")
    .must(`for i in $(seq 600); do ${some} && exit 0; sleep 0.1; done; exit 1`, {
      within: 70_000,
    });
  await Promise.race([
    arrived,
    ended.then((ran) => Promise.reject(new Error(`the move ended:\n${ran.text}`))),
  ]);
  return { ended };
}

async function expectGoesOn(): Promise<void> {
  expect((await get(lab.host("gate"), DOMAIN, "/healthz")).status).toBe(200);
  await pulumi.declare(shopStack(lab, { host: "beta" }));
  const preview = await pulumi.preview();
  expect(preview.text.replace(/\s+/g, " ")).toMatch(/Goes on with the move of .* left in the step precopy/);
  const up = await pulumi.up("--skip-preview");
  expect(up.code, up.text).toBe(0);
  const { shop } = (await pulumi.outputs<Outputs>()).services;
  expect(shop.host).toBe("beta");
  // Four files of two megabytes had arrived whole, at least.
  expect(shop.lastMove.bytes).toBeLessThan(BYTES - 3 * 2_000_000);
  expect(shop.lastMove.bytes).toBeGreaterThan(1_000_000);
  await expectSame();
}

async function expectSame(): Promise<void> {
  expect((await get(lab.host("gate"), DOMAIN, "/healthz")).status).toBe(200);
  const sums = "cd /srv/shop/uploads && sha256sum file* | sort";
  expect(await lab.host("beta").must(sums)).toBe(await lab.host("alpha").must(sums));
  expect(await lab.host("beta").must("ls -A /srv")).toBe("shop\n");
}

describe("a move whose link between the hosts goes dead while it copies", () => {
  it("notices within 15 s, leaves the service running, and goes on later", { timeout: 300_000 }, async () => {
    const { ended } = await begun();
    const cut = performance.now();
    await lab.host("alpha").cutFrom(lab.host("beta"));
    const ran = await ended;
    expect((performance.now() - cut) / 1000).toBeLessThan(25);
    expect(ran.code).not.toBe(0);
    expect(ran.text.replace(/\s+/g, " ")).toMatch(
      /was interrupted: .*shop runs on alpha; what has arrived on beta stays/,
    );
    await lab.host("alpha").restoreLink();
    await expectGoesOn();
  });
});

describe("a source whose cable is pulled out after the stop", () => {
  it("has its service started again by the next up, which goes on", { timeout: 400_000 }, async () => {
    const alpha = lab.host("alpha");
    const { ended } = await begun("cold");
    await alpha.cutLink();
    const ran = await ended;
    expect(ran.code).not.toBe(0);
    expect(ran.text.replace(/\s+/g, " ")).toMatch(
      /interrupted in step finalSync: .*alpha cannot be reached to start it again .*What has arrived on beta stays there/,
    );
    expect(await alpha.must("docker ps -q")).toBe("");
    await alpha.restoreLink();
    // Its own lock could not be given back: the lease has to run out.
    await alpha.must("find /var/lib/ferry -name lock -exec touch -d '-10 minutes' {} +");
    await pulumi.declare(shopStack(lab, { host: "beta", strategy: "cold" }));
    const up = await pulumi.up("--skip-preview");
    expect(up.code, up.text).toBe(0);
    const { shop } = (await pulumi.outputs<Outputs>()).services;
    expect(shop.host).toBe("beta");
    expect(shop.lastMove.bytes).toBeLessThan(BYTES - 3 * 2_000_000);
    await expectSame();
  });
});

describe("a target that loses power while it receives", () => {
  it("has what arrived when it comes back, and the move goes on", { timeout: 300_000 }, async () => {
    const { ended } = await begun();
    await lab.host("beta").powerOff();
    const ran = await ended;
    expect(ran.text.replace(/\s+/g, " ")).toMatch(/was interrupted: /);
    await lab.host("beta").boot();
    // The target's own lock was not given back: its lease has to run out.
    await lab.host("beta").must("find /var/lib/ferry -name lock -exec touch -d '-10 minutes' {} +");
    await expectGoesOn();
  });
});
