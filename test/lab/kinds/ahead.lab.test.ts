import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { imageTransfer } from "../../../providers/commands/images";
import { planImages } from "../../../providers/kinds/images";
import { kindOf } from "../../../providers/kinds/registry";
import type { Staged } from "../../../providers/model/kind";
import type { Observed } from "../../../providers/model/service";
import type { LabHost } from "../host";
import { loadImage } from "../images";
import { Lab } from "../lab";
import { carry, copyTree, hostOf, performIn } from "./in-lab";

const COMPOSE = `services:
  web:
    image: ferry-lab/web:1
    env_file: [local.env]
    volumes: ["data:/app", "./uploads:/data"]
    restart: unless-stopped
volumes:
  data: {}
`;

const shop = { kind: "compose", name: "shop", host: "alpha", directory: "/srv/shop" } as const;
const kind = kindOf(shop);

let lab: Lab;
let [alpha, beta] = [] as unknown as [LabHost, LabHost];
let source: Observed;
let before: string;

beforeAll(async () => {
  lab = await Lab.up({ hosts: ["alpha", "beta"] });
  [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  await loadImage(alpha, "ferry-lab/web:1");
  await alpha.write("/srv/shop/compose.yaml", COMPOSE);
  await alpha.write("/srv/shop/local.env", "GREETING=hello\n", 0o600);
  await alpha.must("mkdir /srv/shop/uploads && cd /srv/shop && docker compose up -d --wait 2>&1", {
    within: 120_000,
  });
  source = performIn(alpha, kind.observe(shop, hostOf(alpha)));
  for (const { name } of performIn(beta, planImages(source, "copy"))) {
    carry(alpha, beta, imageTransfer(name));
  }
}, 900_000);
afterAll(() => lab?.down(), 60_000);

const STAGED = "/srv/.shop.staged";
const VOLUME = "/var/lib/docker/volumes/shop_data/_data";
const staged: readonly Staged[] = [
  { id: "directory", real: "/srv/shop", staged: STAGED },
  { id: "volume:shop_data", real: VOLUME, staged: `${VOLUME}.staged` },
];

/** What of a move could be seen on beta: Docker's objects, files, mounts. */
const traces = (): Promise<string> =>
  beta.must(`docker ps -aq; docker volume ls -q; docker network ls --format '{{.Name}}' | sort
ls -A /srv; find /tmp -name 'tmp.*'; grep -c . /proc/self/mountinfo`);

beforeEach(async () => {
  before = await traces();
  performIn(beta, kind.stage(shop, source, hostOf(beta), "m1"));
  copyTree(alpha, beta, "/srv/shop", STAGED);
});

describe("a project whose files are still staged", () => {
  it("is made ahead as it will be, and nothing else is touched; an undone move leaves no trace", async () => {
    const volume = await beta.must(`stat -c %y ${VOLUME}`);
    performIn(beta, kind.ahead?.(shop, source, hostOf(beta), staged) ?? nothing());
    expect(await beta.must("docker ps -a --format '{{.Names}} {{.State}}'")).toBe("shop-web-1 created\n");
    const label = '{{index .Config.Labels "com.docker.compose.project.config_files"}}';
    expect(await beta.must(`docker inspect --format '${label}' shop-web-1`)).toBe("/srv/shop/compose.yaml\n");
    expect(await beta.must("ls -A /srv; find /tmp -name 'tmp.*'")).toBe(".shop.staged\n");
    expect(await beta.must(`ls -A ${VOLUME}; stat -c %y ${VOLUME}`)).toBe(volume);
    performIn(beta, kind.unstage(shop, source, hostOf(beta), "m1"));
    await beta.must(`rm -rf ${STAGED}`);
    expect(await traces()).toBe(before);
  });

  it("is started once they are in their place, and not by a reboot before", async () => {
    performIn(beta, kind.ahead?.(shop, source, hostOf(beta), staged) ?? nothing());
    const made = await beta.must("docker ps -aq --no-trunc");
    await beta.must("systemctl restart docker", { within: 60_000 });
    expect(await beta.must("docker ps -q --no-trunc")).toBe("");
    performIn(alpha, kind.stop(shop, hostOf(alpha)));
    await beta.must(`mv ${STAGED} /srv/shop`);
    copyTree(alpha, beta, VOLUME, VOLUME);
    performIn(beta, kind.start(shop, hostOf(beta)));
    expect(await beta.must("docker ps -q --no-trunc")).toBe(made);
    expect(await beta.must("docker exec shop-web-1 sh -c 'echo $GREETING; ls /app'")).toBe("hello\nweb.py\n");
  });
});

// biome-ignore lint/correctness/useYield: there is nothing to ask
function* nothing(): Generator<never, void, unknown> {
  throw new Error("the kind makes nothing ahead");
}
