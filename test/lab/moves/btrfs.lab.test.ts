import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mountBtrfs } from "../data/odd/on-host";
import type { LabHost } from "../host";
import { Lab } from "../lab";
import { get } from "./client";
import { PulumiProject } from "./pulumi";
import { DOMAIN, openShop, shopStack } from "./shop";

let lab: Lab;
let pulumi: PulumiProject;
let [alpha, beta] = [] as unknown as [LabHost, LabHost];

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta", "gate"] });
  [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  await openShop(alpha);
  await mountBtrfs(alpha, "/mnt", 2000);
  await alpha.must(
    `cd /srv/shop && docker compose down; cp -a /srv/. /mnt; mount --bind /mnt /srv; cd /srv/shop && docker compose up -d --wait
    cd uploads && for i in $(seq 20); do head -c 2000000 /dev/urandom > file$i; done`,
    { within: 120_000 },
  );
  pulumi = await PulumiProject.make(lab.env);
  await pulumi.declare(shopStack(lab, { host: "alpha" }));
  await pulumi.must("up", "--yes");
}, 900_000);
afterAll(async () => {
  await pulumi?.remove();
  await lab?.down();
}, 60_000);

const volumes = (): Promise<string> => alpha.must("btrfs subvolume list /srv");

describe("a service whose directory lies on btrfs", () => {
  it("moves from snapshots, says so, and leaves none: neither after a pause nor after the move", async () => {
    const stack = shopStack(lab, { host: "beta" }) as { services: { shop: { move: object } } };
    Object.assign(stack.services.shop.move, { rate: "4MB/s" });
    await pulumi.declare(stack);
    expect((await pulumi.preview()).text.replace(/\s+/g, " ")).toMatch(
      /each pass before the stop from a btrfs snapshot of .*directory/,
    );
    expect(await volumes()).toBe("");

    const up = pulumi.begin();
    const reading = alpha.must(
      "for i in $(seq 600); do btrfs subvolume list /srv | grep -q ferry-snapshot && exit 0; sleep 0.1; done; exit 1",
      { within: 70_000 },
    );
    await Promise.race([
      reading,
      up.ended.then((ran) => Promise.reject(new Error(`the move ended:\n${ran.text}`))),
    ]);
    await lab.host("alpha").cutFrom(beta);
    expect((await up.ended).text).toContain("was interrupted");
    expect(await volumes()).toBe("");
    await lab.host("alpha").restoreLink();

    await pulumi.declare(shopStack(lab, { host: "beta" }));
    const done = await pulumi.up("--skip-preview");
    expect(done.code, done.text).toBe(0);
    expect((await get(lab.host("gate"), DOMAIN, "/healthz")).status).toBe(200);
    expect(await volumes()).toBe("");
    expect(await alpha.must("ls -A /srv")).toBe("shop\n");
    const sums = "cd /srv/shop/uploads && sha256sum file* | sort";
    expect(await beta.must(sums)).toBe(await alpha.must(sums));
  }, 300_000);
});
