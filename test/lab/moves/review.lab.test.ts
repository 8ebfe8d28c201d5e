import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SHIM } from "../../../providers/service";
import { Lab } from "../lab";
import { get } from "./client";
import { fingerprint } from "./fingerprint";
import { PulumiProject } from "./pulumi";
import { closeShop, DOMAIN, openShop, shopStack } from "./shop";
import { watchSockets } from "./sockets";

let lab: Lab;
let pulumi: PulumiProject;

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
}, 900_000);
afterAll(() => lab?.down(), 60_000);
beforeEach(async () => {
  await openShop(lab.host("alpha"));
  pulumi = await PulumiProject.make(lab.env);
  await pulumi.declare(shopStack(lab, { host: "alpha" }));
  await pulumi.must("up", "--yes");
});
afterEach(async () => {
  await pulumi.remove();
  await closeShop(lab);
});

/** Puts files on beta that differ from alpha's in each way that a conflict can have. */
async function differences(): Promise<void> {
  const [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  await alpha.must(`cd /srv/shop/uploads && echo old > newer-target.txt && touch -d 2026-01-01 newer-target.txt
echo new > newer-source.txt && touch -d 2026-03-01 newer-source.txt
echo one > conflict.txt && touch -d 2026-02-01 conflict.txt
echo same > match.txt && touch -d 2026-02-02 match.txt`);
  await beta.must(`mkdir -p /srv/shop/uploads && cd /srv/shop/uploads
echo NEW > newer-target.txt && touch -d 2026-02-01 newer-target.txt
echo OLD > newer-source.txt && touch -d 2026-01-01 newer-source.txt
echo two > conflict.txt && touch -d 2026-02-01 conflict.txt
echo same > match.txt && touch -d 2026-02-02 match.txt
echo mine > only-here.txt; echo GREETING=beta > ../local.env; touch -d 2026-02-01 ../local.env`);
}

describe("a preview", () => {
  it("lists each conflict with both sides, fails, and says which line decides it", async () => {
    await differences();
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    const ran = await pulumi.preview();
    expect(ran.code).not.toBe(0);
    for (const status of ["newer_target", "newer_source", "conflict", "extra_target", "missing_target"]) {
      expect(ran.text).toContain(status);
    }
    expect(ran.text).toContain("uploads/newer-target.txt");
    expect(ran.text).toMatch(/move\.conflicts/);
    expect(ran.text).not.toContain("s3cr3t-of-the-shop");
  });

  it("passes once every conflict is decided, and the move keeps and replaces what was decided", async () => {
    await differences();
    const conflicts = { overwrite: ["uploads/**"], skip: ["local.env", "uploads/only-here.txt"] };
    await pulumi.declare(shopStack(lab, { host: "beta", conflicts }));
    const previewed = await pulumi.preview();
    expect(previewed.code, previewed.text).toBe(0);
    const up = await pulumi.up();
    expect(up.code, up.text).toBe(0);
    const beta = lab.host("beta");
    expect(await beta.must("cat /srv/shop/uploads/newer-target.txt")).toBe("old\n");
    expect(await beta.must("cat /srv/shop/local.env")).toBe("GREETING=beta\n");
    expect(await beta.must("cat /srv/shop/uploads/only-here.txt")).toBe("mine\n");
    expect((await get(lab.host("gate"), DOMAIN, "/healthz")).status).toBe(200);
  });

  it("writes nothing on any host, and leaves nothing of its connections here", async () => {
    await differences();
    const before = await Promise.all(lab.hosts.map(fingerprint));
    await pulumi.declare(shopStack(lab, { host: "beta", conflicts: { default: "overwrite" } }));
    const sockets = watchSockets(lab.sshConfig);
    const ran = await pulumi.preview("--diff");
    expect(ran.code, ran.text).toBe(0);
    expect(await Promise.all(lab.hosts.map(fingerprint))).toEqual(before);
    const directories = sockets.stop();
    expect(directories.length).toBeGreaterThanOrEqual(lab.hosts.length);
    // Pulumi kills the plugin; ssh notices, and what is left of it goes after it.
    await expect.poll(() => directories.filter(existsSync), { timeout: 10_000 }).toEqual([]);
  });
});

describe("a reviewed plan", () => {
  it("is refused when a host has changed since, with nothing touched", async () => {
    await pulumi.declare(shopStack(lab, { host: "beta", conflicts: { default: "overwrite" } }));
    const plan = `${pulumi.folder}/plan.json`;
    await pulumi.must("preview", "--save-plan", plan);
    await lab.host("beta").must("mkdir -p /srv/shop && echo surprise > /srv/shop/local.env");
    const before = await Promise.all(lab.hosts.map(fingerprint));
    const ran = await pulumi.up("--plan", plan);
    expect(ran.code).not.toBe(0);
    expect(await Promise.all(lab.hosts.map(fingerprint))).toEqual(before);
  });

  it("is applied when nothing has changed, although the service went on writing", async () => {
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    const plan = `${pulumi.folder}/plan.json`;
    await pulumi.must("preview", "--save-plan", plan);
    await get(lab.host("gate"), DOMAIN, "/write?text=meanwhile");
    const ran = await pulumi.up("--plan", plan);
    expect(ran.code, ran.text).toBe(0);
  });
});

describe("drift", () => {
  it("is found by a refresh when someone stopped the service by hand", async () => {
    await lab.host("alpha").must("cd /srv/shop && docker compose stop");
    await pulumi.must("refresh", "--yes");
    expect((await pulumi.resource("shop")).outputs).toMatchObject({ host: "alpha", state: "stopped" });
  });

  it("is found when someone moved it by hand, and shown as a move back", async () => {
    await openShop(lab.host("beta"));
    await lab.host("alpha").must("cd /srv/shop && docker compose down");
    await pulumi.must("refresh", "--yes");
    const ran = await pulumi.preview();
    expect(ran.text).toMatch(/shop\s+beta (->|→) alpha/);
  });
});

describe("an upgrade of Ferry", () => {
  it("plans nothing: the provider in the state is the same, byte for byte", async () => {
    const before = (await pulumi.resource("shop")).inputs.__provider;
    await pulumi.upgrade();
    const ran = await pulumi.preview("--expect-no-changes");
    expect(ran.code, ran.text).toBe(0);
    expect(before).toBe(SHIM);
  });
});

describe("removing a service from the file", () => {
  it("lets go of it and leaves it running", async () => {
    const stack = shopStack(lab, { host: "alpha" }) as { services: Record<string, unknown> };
    await pulumi.declare({ ...stack, services: {} });
    await pulumi.must("up", "--yes");
    expect((await get(lab.host("gate"), DOMAIN, "/healthz")).status).toBe(200);
  });
});
