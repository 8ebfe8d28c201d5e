import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Lab } from "../lab";
import { get, writingClient } from "./client";
import { PulumiProject } from "./pulumi";
import { closeShop, DOMAIN, openShop, shopStack } from "./shop";

interface ShopOutputs {
  services: {
    shop: {
      host: string;
      state: string;
      lastMove: null | { from: string; to: string; downtimeSeconds: number; bytes: number; passes: number };
      retained: null | { host: string; paths: string[] };
    };
  };
}

let lab: Lab;
let pulumi: PulumiProject;

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
}, 900_000);
afterAll(() => lab?.down(), 60_000);

beforeEach(async () => {
  await openShop(lab.host("alpha"));
  pulumi = await PulumiProject.make(lab.env);
});
afterEach(async () => {
  await pulumi.remove();
  await closeShop(lab);
});

const shop = async (): Promise<ShopOutputs["services"]["shop"]> =>
  (await pulumi.outputs<ShopOutputs>()).services.shop;
const running = async (name: string): Promise<string> =>
  (await lab.host(name).must("docker ps --format '{{.Names}}' | sort | tr '\\n' ' '")).trim();
const adopt = async (): Promise<void> => {
  await pulumi.declare(shopStack(lab, { host: "alpha" }));
  await pulumi.must("up", "--yes");
};

describe("adopting a service", () => {
  it("takes it over without touching it, and writes its route", async () => {
    const started = await lab.host("alpha").must("docker inspect -f '{{.State.StartedAt}}' shop-web-1");
    await adopt();
    expect(await shop()).toMatchObject({ host: "alpha", state: "running", lastMove: null, retained: null });
    expect(await lab.host("alpha").must("docker inspect -f '{{.State.StartedAt}}' shop-web-1")).toBe(started);
    expect(await get(lab.host("gate"), DOMAIN, "/healthz")).toEqual({ status: 200, body: "ok" });
    const again = await pulumi.preview("--expect-no-changes");
    expect(again.code, again.text).toBe(0);
  });

  it("refuses a service that runs on two hosts, and names both", async () => {
    await openShop(lab.host("beta"));
    await pulumi.declare(shopStack(lab, { host: "alpha" }));
    const ran = await pulumi.preview();
    expect(ran.code).not.toBe(0);
    expect(ran.text).toMatch(/shop runs on 2 hosts: alpha .* and\s+beta/);
  });

  it("refuses a service that is nowhere", async () => {
    await closeShop(lab);
    await pulumi.declare(shopStack(lab, { host: "alpha" }));
    const ran = await pulumi.preview();
    expect(ran.code).not.toBe(0);
    expect(ran.text).toMatch(/runs nowhere and its files are\s+nowhere/);
  });
});

describe.each(["warm", "cold"] as const)("a %s move", (strategy) => {
  it("takes service, data and route along, and leaves a copy that stays stopped", async () => {
    const [alpha, beta, gate] = [lab.host("alpha"), lab.host("beta"), lab.host("gate")];
    await adopt();
    const client = writingClient(gate, DOMAIN);
    await pulumi.declare(shopStack(lab, { host: "beta", strategy }));
    const up = await pulumi.up();
    const seen = await client.finish();
    expect(up.code, up.text).toBe(0);
    expect(await running("beta")).toBe("shop-db-1 shop-web-1");
    expect(await running("alpha")).toBe("");
    expect(await get(gate, DOMAIN, "/healthz")).toEqual({ status: 200, body: "ok" });
    const kept = (await get(gate, DOMAIN, "/lines")).body;
    expect(seen.acknowledged.filter((text) => !kept.includes(` ${text}`))).toEqual([]);
    expect(seen.acknowledged.length).toBeGreaterThan(10);
    const outputs = await shop();
    expect(outputs).toMatchObject({
      host: "beta",
      lastMove: { from: "alpha", to: "beta" },
      retained: { host: "alpha" },
    });
    // Ferry may count a little more than a client sees, never less: one request may already be on its way.
    expect(seen.longestGap).toBeLessThan((outputs.lastMove?.downtimeSeconds ?? 0) + 1.5);
    await alpha.powerOff();
    await alpha.boot();
    expect(await running("alpha")).toBe("");
    await beta.must("systemctl restart docker");
    expect(await running("beta")).toBe("shop-db-1 shop-web-1");
  });
});

describe("reverting the line", () => {
  it("moves back, sending only what changed, without a question about the copy that Ferry left", async () => {
    await lab.host("alpha").must("head -c 20000000 /dev/urandom > /srv/shop/uploads/large.bin");
    await adopt();
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    await pulumi.must("up", "--yes");
    const there = await shop();
    const before = Number((await get(lab.host("gate"), DOMAIN, "/write?text=on-beta")).body);
    await pulumi.declare(shopStack(lab, { host: "alpha" }));
    await pulumi.must("up", "--yes");
    const back = await shop();
    expect(back).toMatchObject({ host: "alpha", lastMove: { from: "beta", to: "alpha" } });
    expect(there.lastMove?.bytes).toBeGreaterThan(20_000_000);
    expect(back.lastMove?.bytes).toBeLessThan(2_000_000);
    expect(await running("alpha")).toBe("shop-db-1 shop-web-1");
    expect(await running("beta")).toBe("");
    expect((await get(lab.host("gate"), DOMAIN, "/count")).body).toBe(String(before));
    await lab.host("alpha").must("systemctl restart docker");
    expect(await running("alpha")).toBe("shop-db-1 shop-web-1");
  });
});
