import { beforeAll, describe, expect, it } from "vitest";
import { makePorter, PORTER } from "../docker-group";
import type { LabHost } from "../host";
import { loadImage } from "../images";
import { get } from "./client";
import { MovesLab } from "./moves-lab";
import { DOMAIN, openShop, shopStack } from "./shop";

const moves = MovesLab.forThisFile("gate");
beforeAll(async () => {
  await makePorter(moves.beta);
  await openShop(moves.alpha);
});

/** The shop's stack file, with a user on beta who is in the docker group and has no sudo. */
function stackOn(host: string, become: "docker" | "none"): unknown {
  const stack = shopStack(moves.lab, { host }) as { hosts: Record<string, unknown> };
  const ssh = `${PORTER}@${moves.beta.address}`;
  return { ...stack, hosts: { ...stack.hosts, beta: become === "docker" ? { ssh, become } : { ssh } } };
}

/** Everything that the shop's files are, in its directory and in both volumes; what redis rewrites at a start is left out. */
const trees = (host: LabHost): Promise<string> =>
  host.must(`for tree in /srv/shop $(docker volume inspect -f '{{.Mountpoint}}' shop_data); do cd "$tree"
    find . -printf '%p %y %m %U %G %s %l\\n' | sort; find . -type f -exec sha256sum {} + | sort
    getfattr -Rhd -m - . | sort; getfacl -Rn . | sort; done`);

const running = async (host: LabHost): Promise<string> =>
  (await host.must("docker ps --format '{{.Names}}' | sort | tr '\\n' ' '")).trim();

describe("a move to a host where the user may use Docker and is not root, and back", () => {
  it("is refused with the remedy while nothing says how to become root", async () => {
    const { pulumi } = moves;
    await pulumi.apply(stackOn("alpha", "none"));
    await pulumi.declare(stackOn("beta", "none"));
    const ran = await pulumi.preview();
    expect(ran.code).not.toBe(0);
    expect(ran.text).toMatch(/cannot be written to/);
    expect(ran.text).toMatch(/become:\s+docker/);
  }, 180_000);

  it("takes volumes along whose files belong to several users, and brings them back", async () => {
    const { alpha, beta, gate, pulumi } = moves;
    await loadImage(beta, "ferry-lab/db:1");
    await alpha.must(`cd "$(docker volume inspect -f '{{.Mountpoint}}' shop_data)"; mkdir -m 700 private; echo s > private/s
      chmod 0 private/s; chown -R 4711:4712 private; echo o > other; chown 33:33 other; setfattr -n user.mime -v text/plain other
      setfacl -m u:4713:rw other; ln other second`);
    expect((await get(gate, DOMAIN, "/write?text=on-alpha")).status).toBe(200);
    const before = await trees(alpha);
    await pulumi.declare(stackOn("beta", "docker"));
    const preview = await pulumi.preview();
    expect(preview.text.replace(/\s+/g, " ")).toContain(
      "beta: as root through a container of ferry-lab/db:1, because porter is not root there",
    );
    await pulumi.apply(stackOn("beta", "docker"));
    expect(await running(beta)).toBe("shop-db-1 shop-web-1");
    expect(await running(alpha)).toBe("");
    expect(await trees(beta)).toBe(before);
    const made = await beta.must("docker inspect -f '{{.Created}}' shop-web-1");
    expect(made < (await alpha.must("docker inspect -f '{{.State.FinishedAt}}' shop-web-1"))).toBe(true);
    expect((await get(gate, DOMAIN, "/count")).body).toBe("1");
    expect(await beta.must("docker ps -aq --filter label=ferry.group")).toBe("");
    await beta.must(
      `cd "$(docker volume inspect -f '{{.Mountpoint}}' shop_data)"; echo n > new; chown 4714 new; rm second`,
    );
    const changed = await trees(beta);
    await pulumi.apply(stackOn("alpha", "docker"));
    expect(await running(alpha)).toBe("shop-db-1 shop-web-1");
    expect(await running(beta)).toBe("");
    expect(await trees(alpha)).toBe(changed);
    expect(await beta.must(`grep -c ' ferry-[0-9a-f]*$' /home/${PORTER}/.ssh/authorized_keys || :`)).toBe(
      "0\n",
    );
  }, 400_000);
});
