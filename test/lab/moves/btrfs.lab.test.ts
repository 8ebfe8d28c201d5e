import { beforeAll, describe, expect, it } from "vitest";
import { mountBtrfs } from "../data/odd/on-host";
import { get } from "./client";
import { MovesLab } from "./moves-lab";
import { DOMAIN, openShop, shopStack } from "./shop";

const moves = MovesLab.forThisFile("gate");
beforeAll(async () => {
  const { lab, alpha, pulumi } = moves;
  await openShop(alpha);
  await mountBtrfs(alpha, "/mnt", 2000);
  await alpha.must(
    `cd /srv/shop && docker compose down; cp -a /srv/. /mnt; mount --bind /mnt /srv; cd /srv/shop && docker compose up -d --wait
    cd uploads && for i in $(seq 20); do head -c 2000000 /dev/urandom > file$i; done`,
    { within: 120_000 },
  );
  await pulumi.apply(shopStack(lab, { host: "alpha" }));
});

const volumes = (): Promise<string> => moves.alpha.must("btrfs subvolume list /srv");

describe("a service whose directory lies on btrfs", () => {
  it("moves from snapshots, says so, and leaves none: neither after a pause nor after the move", async () => {
    const { lab, alpha, beta, gate, pulumi } = moves;
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
    await alpha.cutFrom(beta);
    expect((await up.ended).text).toContain("was interrupted");
    expect(await volumes()).toBe("");
    await alpha.restoreLink();

    await pulumi.apply(shopStack(lab, { host: "beta" }), "--skip-preview");
    expect((await get(gate, DOMAIN, "/healthz")).status).toBe(200);
    expect(await volumes()).toBe("");
    expect(await alpha.must("ls -A /srv")).toBe("shop\n");
    const sums = "cd /srv/shop/uploads && sha256sum file* | sort";
    expect(await beta.must(sums)).toBe(await alpha.must(sums));
  }, 300_000);
});
