import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imageTransfer } from "../../../providers/commands/images";
import { sameContainer } from "../../../providers/kinds/container-compare";
import type { ContainerDefinition } from "../../../providers/kinds/container-observe";
import { planImages } from "../../../providers/kinds/images";
import { kindOf } from "../../../providers/kinds/registry";
import type { Named } from "../../../providers/model/kind";
import type { Observed } from "../../../providers/model/service";
import type { ServiceDecl } from "../../../schemas/stack";
import type { LabHost } from "../host";
import { loadImage } from "../images";
import { Lab } from "../lab";
import { carry, copyTree, hostOf, performIn } from "./in-lab";

let lab: Lab;
let [alpha, beta] = [] as unknown as [LabHost, LabHost];

const COMPOSE = `services:
  web:
    image: ferry-lab/web:1
    env_file: [local.env]
    ports: ["8080:8080"]
    volumes: ["./uploads:/data", "/srv/media:/media:ro", "/etc/localtime:/etc/localtime:ro", "/var/run/docker.sock:/var/run/docker.sock"]
    depends_on: [db]
    restart: unless-stopped
    devices: ["/dev/null:/dev/xnull"]
    secrets: [key]
    healthcheck:
      test: [CMD, wget, -qO-, "http://127.0.0.1:8080/healthz"]
      interval: 1s
  db:
    image: ferry-lab/db:1
    volumes: ["db:/data"]
    restart: "on-failure:3"
  nameless:
    image: ferry-lab/db:1
    restart: always
volumes:
  db:
secrets:
  key: { file: ./key.txt }
`;

/** `docker run` with whatever a person may have given it. */
const BOX = `docker network create --subnet 10.9.8.0/24 backnet && docker network create other && docker volume create boxdata &&
docker run -d --name box --hostname boxy --network backnet --ip 10.9.8.7 --network-alias boxalias \
  -p 127.0.0.1:9090:8080 -p 9091:8080/udp -e SECRET=topsecret -e PORT=8080 --label a=b --label "c=d,e=f" \
  --memory 128m --cpus 0.5 --pids-limit 99 --cap-add NET_ADMIN --cap-drop MKNOD --restart on-failure:4 \
  --health-cmd "wget -qO- http://127.0.0.1:8080/healthz" --health-interval 1s -v boxdata:/data -v /srv/media:/media:ro -v /anon \
  --ulimit nofile=1000:2000 --sysctl net.core.somaxconn=200 --tmpfs /scratch --read-only --log-opt max-size=1m \
  --add-host x:1.2.3.4 --dns 9.9.9.9 --stop-timeout 3 --shm-size 32m --init --user 0:0 --workdir /tmp \
  --security-opt no-new-privileges --mac-address 02:42:0a:09:08:77 ferry-lab/web:1 &&
docker network connect --alias al2 other box`;

const shop = { kind: "compose", name: "shop", host: "alpha", directory: "/srv/shop" } as const;
const box = { kind: "container", name: "box", host: "alpha" } as const;

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta"] });
  [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  for (const name of ["ferry-lab/web:1", "ferry-lab/db:1"] as const) await loadImage(alpha, name);
  await alpha.write("/srv/shop/compose.yaml", COMPOSE);
  await alpha.write("/srv/shop/local.env", "REDIS_HOST=db\n", 0o600);
  await alpha.write("/srv/shop/key.txt", "k\n", 0o600);
  await alpha.write("/srv/media/film", "film\n");
  await alpha.must("mkdir /srv/shop/uploads && cd /srv/shop && docker compose up -d --wait 2>&1", {
    within: 120_000,
  });
  await alpha.must(BOX);
  await alpha.must(
    "docker exec shop-nameless-1 redis-cli set key nameless && docker exec shop-db-1 redis-cli set key db",
  );
  await alpha.must("docker exec box sh -c 'echo data > /data/f; echo anon > /anon/f'");
}, 900_000);
afterAll(() => lab?.down(), 60_000);

let moves = 0;
interface Moved {
  readonly source: Observed;
  readonly move: string;
}

/** The steps of a move that are the kind's, in the engine's order. */
function moveIt(service: Named<ServiceDecl>, from: LabHost, to: LabHost): Moved {
  const kind = kindOf(service);
  const [source, target] = [hostOf(from), hostOf(to)];
  const move = `m${++moves}`;
  const observed = performIn(from, kind.observe(service, source));
  const places = performIn(to, kind.place(service, observed, target));
  bring(observed, from, to);
  performIn(to, kind.stage(service, observed, target, move));
  performIn(to, kind.stage(service, observed, target, move));
  performIn(from, kind.fence(service, source));
  performIn(from, kind.stop(service, source));
  for (const { id, path } of observed.datasets) {
    const place = places.find((each) => each.id === id);
    if (place) copyTree(from, to, path, place.path);
  }
  performIn(to, kind.start(service, target));
  return { source: observed, move };
}

function bring(observed: Observed, from: LabHost, to: LabHost): void {
  for (const { name, how } of performIn(to, planImages(observed, "copy"))) {
    if (how === "copy") carry(from, to, imageTransfer(name));
  }
}

const policies = (service: Named<ServiceDecl>, on: LabHost) =>
  performIn(on, kindOf(service).policies(service, hostOf(on)));
const stateOn = (service: Named<ServiceDecl>, on: LabHost) =>
  performIn(on, kindOf(service).locate(service, hostOf(on))).state;

async function untilReady(service: Named<ServiceDecl>, on: LabHost): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { state, reason } = performIn(on, kindOf(service).ready(service, hostOf(on)));
    if (state === "ready") return;
    if (state === "failed") throw new Error(reason);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${service.name} does not become ready`);
}

/** All that Docker has, but for what only time changes. */
const dockerOf = (on: LabHost): Promise<string> =>
  on.must(`docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort
docker volume ls -q | sort; docker network ls --no-trunc --format '{{.ID}} {{.Name}}' | sort
docker ps -aq | xargs -r docker inspect --format '{{.Name}} {{json .HostConfig.RestartPolicy}}' | sort`);

describe("a project", () => {
  it("passes its checks on the target, and names what stays", () => {
    const kind = kindOf(shop);
    const observed = performIn(alpha, kind.observe(shop, hostOf(alpha)));
    const checks = performIn(beta, kind.checks(shop, observed, hostOf(beta)));
    expect([...observed.troubles, ...checks].filter(({ outcome }) => outcome === "fail")).toEqual([]);
    expect(observed.left.map(({ what }) => what)).toEqual([
      "/etc/localtime (web)",
      "/var/run/docker.sock (web)",
      "/dev/null (web)",
      "network shop_default",
      "container logs",
    ]);
    expect(observed.memory).toBeGreaterThan(1_000_000);
  });

  it("leaves nothing of itself on the target when its move is undone", async () => {
    const kind = kindOf(shop);
    const before = await dockerOf(beta);
    const wanted = policies(shop, alpha);
    const { source, move } = moveIt(shop, alpha, beta);
    await untilReady(shop, beta);
    performIn(beta, kind.fence(shop, hostOf(beta)));
    performIn(beta, kind.stop(shop, hostOf(beta)));
    for (const { path } of performIn(beta, kind.place(shop, source, hostOf(beta))))
      await beta.must(`find ${path} -mindepth 1 -delete`);
    performIn(beta, kind.unstage(shop, source, hostOf(beta), move));
    performIn(beta, kind.unstage(shop, source, hostOf(beta), move));
    expect(await dockerOf(beta)).toBe(before);
    performIn(alpha, kind.unfence(shop, hostOf(alpha), wanted));
    performIn(alpha, kind.start(shop, hostOf(alpha)));
    expect(policies(shop, alpha)).toEqual(wanted);
  }, 180_000);

  it("arrives with the data of all its volumes, the nameless one too, and with its policies", async () => {
    const wanted = policies(shop, alpha);
    moveIt(shop, alpha, beta);
    await untilReady(shop, beta);
    expect(
      await beta.must(
        "docker exec shop-db-1 redis-cli get key; docker exec shop-nameless-1 redis-cli get key",
      ),
    ).toBe("db\nnameless\n");
    expect(await beta.must("docker exec shop-web-1 cat /run/secrets/key /media/film")).toBe("k\nfilm\n");
    expect(policies(shop, beta)).toEqual(wanted);
    expect(policies(shop, alpha)).toEqual({});
    expect(stateOn(shop, alpha)).toBe("stopped");
  }, 180_000);

  it("is what Compose itself would have made there", async () => {
    const before = await dockerOf(beta);
    const said = await beta.must("cd /srv/shop && docker compose up -d 2>&1");
    expect(said).not.toMatch(/Recreate|Created|Started|already exists/);
    expect(await dockerOf(beta)).toBe(before);
  }, 60_000);

  it("stays down on the source after a reboot", async () => {
    await alpha.powerOff();
    await alpha.boot();
    expect(stateOn(shop, alpha)).toBe("stopped");
    expect(stateOn(shop, beta)).toBe("running");
  }, 120_000);

  it("comes back into the containers it left, with what was written since", async () => {
    const ids = await alpha.must("docker ps -aq --filter label=com.docker.compose.project=shop | sort");
    const wanted = policies(shop, beta);
    await beta.must("docker exec shop-nameless-1 redis-cli set key since");
    moveIt(shop, beta, alpha);
    await untilReady(shop, alpha);
    expect(await alpha.must("docker ps -q --filter label=com.docker.compose.project=shop | sort")).toBe(ids);
    expect(await alpha.must("docker exec shop-nameless-1 redis-cli get key")).toBe("since\n");
    expect(policies(shop, alpha)).toEqual(wanted);
  }, 180_000);

  it("says what failed, with the end of its log, when it does not come up", async () => {
    const kind = kindOf(shop);
    await alpha.must(
      "docker run -d --name shop-db-1x ferry-lab/web:1 sh -c 'echo cannot open database; exit 3'; sleep 1",
    );
    const broken = { kind: "container", name: "shop-db-1x", host: "alpha" } as const;
    const ready = performIn(alpha, kindOf(broken).ready(broken, hostOf(alpha)));
    expect(ready.state).toBe("failed");
    expect(ready.reason).toContain("shop-db-1x exited with 3; its log ends: cannot open database");
    await alpha.must("docker rm -f shop-db-1x");
    expect(performIn(alpha, kind.ready(shop, hostOf(alpha))).state).toBe("ready");
  }, 60_000);
});

describe("a container", () => {
  const inspect = async (on: LabHost) => JSON.parse(await on.must("docker inspect box"))[0];

  /** What any two containers differ in, and what Docker assigned. Binds: the nameless volume has its name now. */
  const bare = (found: Record<string, Record<string, unknown>>) => {
    const { Id, Config = {}, HostConfig = {}, Mounts, NetworkSettings = {}, Image } = found;
    const networks = Object.entries(NetworkSettings.Networks as Record<string, Record<string, unknown>>).map(
      ([name, each]) => [
        name,
        each.IPAMConfig,
        (each.Aliases as string[]).filter((alias) => alias !== String(Id).slice(0, 12)),
      ],
    );
    const { Binds: _, ...host } = HostConfig;
    // Docker says "z" for a volume that somebody named; it only concerns SELinux, where it is the default too.
    const mounts = [...(Mounts as unknown as { Destination: string; Mode: string }[])]
      .map(({ Mode, ...mount }) => ({ ...mount, Mode: Mode === "z" ? "" : Mode }))
      .sort((a, b) => a.Destination.localeCompare(b.Destination));
    return { Config, host, mounts, networks, Image };
  };

  it("is not started by a reboot of the target before its turn", async () => {
    const kind = kindOf(box);
    const observed = performIn(alpha, kind.observe(box, hostOf(alpha)));
    bring(observed, alpha, beta);
    performIn(beta, kind.stage(box, observed, hostOf(beta), "reboot"));
    await beta.must("docker update --restart always box");
    await beta.powerOff();
    await beta.boot();
    expect(stateOn(box, beta)).toBe("stopped");
    performIn(beta, kind.unstage(box, observed, hostOf(beta), "reboot"));
    expect(stateOn(box, beta)).toBe("absent");
  }, 180_000);

  it("arrives identical, data included", async () => {
    const before = await inspect(alpha);
    const { source } = moveIt(box, alpha, beta);
    await untilReady(box, beta);
    expect(bare(await inspect(beta))).toEqual(bare(before));
    const there = performIn(beta, kindOf(box).observe(box, hostOf(beta)));
    const [a, b] = [source, there].map(({ definition }) => (definition as ContainerDefinition).container);
    expect(a && b && sameContainer(a, b)).toEqual([]);
    expect(await beta.must("docker exec box cat /data/f /anon/f /media/film")).toBe("data\nanon\nfilm\n");
  }, 180_000);

  it("goes back into the container it left", async () => {
    const left = (await inspect(alpha)).Id;
    moveIt(box, beta, alpha);
    await untilReady(box, alpha);
    expect((await inspect(alpha)).Id).toBe(left);
    expect(policies(box, alpha)).toEqual({ box: "on-failure:4" });
    expect(policies(box, beta)).toEqual({});
  }, 180_000);

  it("sets aside what it finds in its place, and puts it back when the move is undone", async () => {
    const kind = kindOf(box);
    await beta.must("docker rm -f box; docker create --name box -e OTHER=1 ferry-lab/web:1");
    const before = await dockerOf(beta);
    const { source, move } = moveIt(box, alpha, beta);
    expect(await beta.must("docker ps -a --format '{{.Names}}' | grep box")).toMatch(
      /^box\nbox\.before-[0-9a-f]{12}\n$/,
    );
    performIn(beta, kind.stop(box, hostOf(beta)));
    for (const { path } of performIn(beta, kind.place(box, source, hostOf(beta))))
      await beta.must(`find ${path} -mindepth 1 -delete`);
    performIn(beta, kind.unstage(box, source, hostOf(beta), move));
    expect(await dockerOf(beta)).toBe(before);
  }, 180_000);
});
