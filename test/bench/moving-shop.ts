import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { loadImage } from "../lab/images";
import type { Lab } from "../lab/lab";
import { closeShop, DOMAIN } from "../lab/moves/shop";

/** A web part and a database, with small files in a bind and large ones in a volume. */
const COMPOSE = `services:
  web:
    image: ferry-lab/web:1
    restart: unless-stopped
    environment: { REDIS_HOST: db }
    ports: ["8080:8080"]
    volumes: ["data:/data", "media:/media", "./uploads:/uploads"]
    depends_on: [db]
  db:
    image: ferry-lab/db:1
    restart: unless-stopped
    volumes: ["db:/data"]
volumes:
  data: {}
  media: {}
  db: {}
`;

/** 5000 files of 10 to 30 kB and five of 20 MB: 200 MB that no compression makes smaller, like pictures and films. */
const SEED = `
import os
for n in range(5000):
    folder = "/root/seed/uploads/%02d" % (n % 50)
    os.makedirs(folder, exist_ok=True)
    with open("%s/picture-%04d.jpg" % (folder, n), "wb") as file: file.write(os.urandom(10000 + 4 * n))
os.makedirs("/root/seed/media")
for n in range(5):
    with open("/root/seed/media/film-%d.mp4" % n, "wb") as file: file.write(os.urandom(20000000))
`;

/** Makes the shop's data once, and what an administrator has set up long before: a way from alpha to beta. */
export async function furnish(lab: Lab): Promise<void> {
  const [alpha, beta] = [lab.host("alpha"), lab.host("beta")];
  await alpha.must(`python3 - <<'PY'\n${SEED}\nPY`, { within: 120_000 });
  await mkdir(join(alpha.root, "root/.ssh"), { recursive: true, mode: 0o700 });
  await copyFile(join(lab.directory, "id_ed25519"), join(alpha.root, "root/.ssh/id_ed25519"));
  await copyFile(join(lab.directory, "known_hosts"), join(alpha.root, "root/.ssh/known_hosts"));
  await alpha.must(`chmod 600 /root/.ssh/*; ssh -o BatchMode=yes root@${beta.address} true`);
}

/** The shop on alpha with its data and its route, and nothing of it on beta, not even its images. */
export async function openShopAfresh(lab: Lab): Promise<void> {
  const [alpha, beta, gate] = [lab.host("alpha"), lab.host("beta"), lab.host("gate")];
  await closeShop(lab);
  await beta.must("docker image ls -q | sort -u | xargs -r docker image rm -f");
  await Promise.all([loadImage(alpha, "ferry-lab/web:1"), loadImage(alpha, "ferry-lab/db:1")]);
  await alpha.write("/srv/shop/compose.yaml", COMPOSE);
  await alpha.must(
    `cp -a /root/seed/uploads /srv/shop/ && cd /srv/shop && docker compose up --no-start 2>&1 &&
cp -a /root/seed/media/. /var/lib/docker/volumes/shop_media/_data/ && docker compose start 2>&1
until curl -fsS -o /dev/null http://127.0.0.1:8080/healthz; do sleep 0.1; done`,
    { within: 120_000 },
  );
  await gate.must("rm -f /etc/nginx/conf.d/shop.conf");
  // What was written just now is not to be on its way to the disk while the move is measured.
  await alpha.must("sync");
}

/** The stack file with the shop on one of the hosts. Everything is done as root, as by hand. */
export function stackWith(lab: Lab, host: "alpha" | "beta"): unknown {
  const route = { proxy: "edge", domain: DOMAIN, port: 8080 };
  const health = { http: "/healthz", within: "30s" };
  return {
    hosts: Object.fromEntries(lab.hosts.map(({ name, address }) => [name, { ssh: `root@${address}` }])),
    proxies: { edge: { kind: "nginx", host: "gate" } },
    services: { shop: { kind: "compose", host, directory: "/srv/shop", route, health } },
  };
}

/** The route as somebody once wrote it by hand. */
export async function routeByHand(lab: Lab): Promise<void> {
  const gate = lab.host("gate");
  const upstream = `http://${lab.host("alpha").address}:8080`;
  await gate.write(
    "/etc/nginx/conf.d/shop.conf",
    `server {
  listen 80;
  server_name ${DOMAIN};
  location / {
    proxy_pass ${upstream};
    proxy_set_header Host $host;
  }
}
`,
  );
  await gate.must("nginx -t -q && systemctl reload nginx");
}
