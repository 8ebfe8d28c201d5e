import { loadImage } from "./images";
import type { Lab } from "./lab";

export const sampleDomain = "shop.example.org";

/** A web part with a bind mount and an env file, and a database in a volume. */
const compose = `services:
  web:
    image: ferry-lab/web:1
    env_file: [local.env]
    ports: ["8080:8080"]
    volumes: ["./uploads:/data"]
    depends_on: [db]
    restart: unless-stopped
    healthcheck:
      test: [CMD, wget, -qO-, "http://127.0.0.1:8080/healthz"]
      interval: 1s
  db:
    image: ferry-lab/db:1
    volumes: ["db:/data"]
    restart: unless-stopped
volumes:
  db:
`;

/** Starts the service \`shop\` in /srv/shop on a host, with a few lines of data already kept. */
export async function startShop(lab: Lab, on = "alpha"): Promise<void> {
  const host = lab.host(on);
  await Promise.all([loadImage(host, "ferry-lab/web:1"), loadImage(host, "ferry-lab/db:1")]);
  await host.write("/srv/shop/compose.yaml", compose);
  await host.write("/srv/shop/local.env", "REDIS_HOST=db\n", 0o600);
  await host.must("cd /srv/shop && docker compose up -d --wait --quiet-pull 2>&1", { within: 120_000 });
  await host.must("for n in 1 2 3; do curl -fsS http://127.0.0.1:8080/write?text=line$n; done");
}

/** The route as it is before Ferry knows of it: a file that some earlier hand wrote. */
export async function routeShop(lab: Lab, to = "alpha", proxy = "gate"): Promise<void> {
  const upstream = `${lab.host(to).address}:8080`;
  const file = `server {
  listen 80;
  server_name ${sampleDomain};
  location / { proxy_pass http://${upstream}; proxy_set_header Host $host; }
}
`;
  const gate = lab.host(proxy);
  await gate.write("/etc/nginx/conf.d/shop.conf", file);
  await gate.must("nginx -t -q && systemctl reload nginx");
}

/** The stack file that describes the lab with the sample service. */
export function sampleStack(lab: Lab, at = "alpha"): string {
  const [alpha, beta, gate] = ["alpha", "beta", "gate"].map((name) => lab.host(name).address);
  return `# yaml-language-server: $schema=../schemas/stack.schema.json
hosts:
  alpha: { ssh: root@${alpha} }
  beta:  { ssh: deploy@${beta}, become: sudo }
  gate:  { ssh: root@${gate} }
proxies:
  edge:  { kind: nginx, host: gate }
services:
  shop:
    kind: compose
    host: ${at}
    directory: /srv/shop
    route: { proxy: edge, domain: ${sampleDomain}, port: 8080 }
    health: { http: /healthz, within: 60s }
    move: { strategy: warm, conflicts: { default: stop } }
`;
}
