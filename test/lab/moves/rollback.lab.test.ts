import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Lab } from "../lab";
import { get } from "./client";
import { fingerprint } from "./fingerprint";
import { PulumiProject, type Ran } from "./pulumi";
import { closeShop, DOMAIN, openShop, shopStack } from "./shop";

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

/** After a failed move: the service answers on the source, the target is as it was, and the policies are back. */
async function expectPutBack(ran: Ran, step: string): Promise<void> {
  expect(ran.code).not.toBe(0);
  expect(ran.text).toContain(`failed in step ${step}`);
  expect(ran.text).toContain("What to do");
  expect((await get(lab.host("gate"), DOMAIN, "/healthz")).status).toBe(200);
  expect(await lab.host("gate").must("cat /etc/nginx/conf.d/ferry-shop.conf")).toContain(
    lab.host("alpha").address,
  );
  const alpha = lab.host("alpha");
  expect(await alpha.must("docker inspect -f '{{.HostConfig.RestartPolicy.Name}}' shop-web-1")).toBe(
    "always\n",
  );
  expect(await lab.host("beta").must("docker ps -aq; docker volume ls -q; ls /srv")).toBe("");
  expect(await alpha.must("ls -A /srv")).toBe("shop\n");
  expect(await alpha.must("ls /root/.ssh 2>/dev/null | grep -c ferry || true")).toBe("0\n");
}

describe("a move that fails is put back", () => {
  it("when the copy on the target does not become healthy", async () => {
    const health = { http: "/no-such-page", within: "4s" };
    await pulumi.declare(shopStack(lab, { host: "beta", health }));
    await expectPutBack(await pulumi.up(), "probe");
  });

  it("when its port is taken between the preview and the start", async () => {
    const beta = lab.host("beta");
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    await beta.must(
      "systemd-run --unit=thief sh -c 'until [ -e /srv/.shop.ferry-* ] || ls -d /srv/.shop.ferry-* ; do sleep 0.05; done; exec python3 -m http.server 8080'",
    );
    await expectPutBack(await pulumi.up(), "start");
    await beta.must("systemctl stop thief");
  });

  it("when an image cannot be brought to the target", async () => {
    await lab.host("beta").must(`docker image rm -f ferry-lab/web:1 ferry-lab/db:1
printf '#!/bin/sh\\ncase "$*" in *load*) exit 1;; esac\\nexec /usr/bin/docker "$@"\\n' > /usr/local/bin/docker; chmod +x /usr/local/bin/docker`);
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    const ran = await pulumi.up();
    await lab.host("beta").must("rm /usr/local/bin/docker");
    await expectPutBack(ran, "stage");
  });

  it("when the target's disk is full, and the next up simply tries again", async () => {
    const beta = lab.host("beta");
    await lab.host("alpha").must("head -c 30000000 /dev/urandom > /srv/shop/uploads/large.bin");
    await beta.must("mount -t tmpfs -o size=60m none /srv");
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    await beta.must(
      "systemd-run --unit=filler sh -c 'until ls -d /srv/.shop.ferry-* ; do sleep 0.02; done; head -c 50000000 /dev/zero > /srv/filler'",
    );
    const ran = await pulumi.up();
    await beta.must("systemctl stop filler; rm -f /srv/filler");
    await expectPutBack(ran, "precopy");
    const again = await pulumi.up();
    expect(again.code, again.text).toBe(0);
    await beta.must("cd /srv/shop && docker compose down; umount -l /srv");
  });
});

describe("a move that cannot begin", () => {
  it.each([
    [
      "the port is taken on the target",
      "systemd-run --unit=thief python3 -m http.server 8080",
      "systemctl stop thief",
      /8080/,
    ],
    [
      "Docker is not running on the target",
      "systemctl stop docker docker.socket",
      "systemctl start docker",
      /[Dd]ocker/,
    ],
    ["the disk is too small", "mount -t tmpfs -o size=8m none /srv", "umount /srv", /disk|space/],
  ])("fails its preview because %s, with nothing touched", async (_, breaking, mending, named) => {
    const [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
    await alpha.must("head -c 20000000 /dev/urandom > /srv/shop/uploads/large.bin");
    await beta.must(breaking);
    await pulumi.declare(shopStack(lab, { host: "beta" }));
    const before = await fingerprint(alpha);
    const ran = await pulumi.preview();
    await beta.must(mending);
    expect(ran.code).not.toBe(0);
    expect(ran.text).toMatch(named);
    expect(await fingerprint(alpha)).toBe(before);
  });
});
