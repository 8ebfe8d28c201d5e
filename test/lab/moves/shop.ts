import type { LabHost } from "../host";
import { loadImage } from "../images";
import type { Lab } from "../lab";

export const DOMAIN = "shop.example.org";

/** A shop as people run it: a web part and a database, two volumes, a bind, an env file. */
export const COMPOSE = `services:
  web:
    image: ferry-lab/web:1
    restart: always
    env_file: [local.env]
    environment: { REDIS_HOST: db }
    ports: ["8080:8080"]
    volumes: ["data:/data", "./uploads:/uploads"]
    depends_on: [db]
    stop_grace_period: 2s
  db:
    image: ferry-lab/db:1
    restart: unless-stopped
    volumes: ["dbdata:/data"]
volumes:
  data: {}
  dbdata: {}
`;

/** Puts the shop on a host and starts it. */
export async function openShop(host: LabHost): Promise<void> {
  await Promise.all([loadImage(host, "ferry-lab/web:1"), loadImage(host, "ferry-lab/db:1")]);
  await host.write("/srv/shop/compose.yaml", COMPOSE);
  await host.write("/srv/shop/local.env", "GREETING=hello\nSECRET=s3cr3t-of-the-shop\n", 0o600);
  await host.write("/srv/shop/uploads/cat.txt", "a cat\n");
  await host.must("cd /srv/shop && docker compose up -d --wait", { within: 120_000 });
}

/** Takes the shop and all its traces away, on every host, so that the next test begins afresh. */
export async function closeShop(lab: Lab): Promise<void> {
  for (const host of lab.hosts) {
    await host.must(`docker ps -aq | xargs -r docker rm -f >/dev/null; docker volume ls -q | xargs -r docker volume rm >/dev/null
docker network prune -f >/dev/null; rm -rf /srv/shop /srv/.shop* /var/lib/ferry /etc/nginx/conf.d/ferry-*; find /srv -mindepth 1 -maxdepth 1 -exec rm -rf {} +
systemctl is-active -q nginx && systemctl reload nginx || true`);
  }
}

export interface ShopOptions {
  readonly host: string;
  readonly strategy?: "warm" | "cold";
  readonly conflicts?: unknown;
  readonly health?: unknown;
}

/** The stack file of the shop on one of the lab's hosts. */
export function shopStack(lab: Lab, options: ShopOptions): unknown {
  return {
    hosts: {
      alpha: { ssh: `root@${lab.host("alpha").address}` },
      beta: { ssh: `deploy@${lab.host("beta").address}`, become: "sudo" },
      gate: { ssh: `root@${lab.host("gate").address}` },
    },
    proxies: { edge: { kind: "nginx", host: "gate" } },
    services: {
      shop: {
        kind: "compose",
        host: options.host,
        directory: "/srv/shop",
        route: { proxy: "edge", domain: DOMAIN, port: 8080 },
        health: options.health ?? { http: "/healthz", within: "30s" },
        move: {
          strategy: options.strategy ?? "warm",
          ...(options.conflicts ? { conflicts: options.conflicts } : {}),
        },
      },
    },
  };
}
