import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compose } from "../../../providers/kinds/compose";
import { container } from "../../../providers/kinds/container";
import { process as processKind } from "../../../providers/kinds/process";
import type { Kind } from "../../../providers/model/kind";
import { fakeContainer } from "../../contract/docker-state";
import type { FakeHost } from "../../contract/fake-host";
import { kindContract } from "../../contract/kind";
import type { Scene } from "../../contract/two-hosts";

const SECRET = "contract-secret-42";
const IMAGES = { "shop/web:1": "sha256:aaaa", "postgres:15": "sha256:bbbb" };

function write(host: FakeHost, path: string, text: string, mode = 0o644): string {
  const file = join(host.host.root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
  return file;
}

function bringImages(host: FakeHost): void {
  for (const [tag, Id] of Object.entries(IMAGES)) {
    if (!host.docker.state.images.some((image) => image.Id === Id))
      host.docker.state.images.push({ Id, tags: [tag] });
  }
}

/** What `docker compose config` says of a web part with a bind, a database in a volume, and a cache without a name. */
function composeConfig(root: string): string {
  const restart = "unless-stopped";
  return JSON.stringify({
    name: "shop",
    services: {
      web: {
        image: "shop/web:1",
        restart,
        environment: { TOKEN: SECRET },
        volumes: [
          { type: "bind", source: `${root}/srv/shop/uploads`, target: "/uploads" },
          { type: "bind", source: `${root}/srv/media`, target: "/media", read_only: true },
        ],
        secrets: [{ source: "key", target: "/run/secrets/key" }],
      },
      db: {
        image: "postgres:15",
        restart: "on-failure:3",
        volumes: [{ type: "volume", source: "db", target: "/var/lib/postgresql/data" }],
      },
      cache: { image: "postgres:15", restart: "always", volumes: [{ type: "volume", target: "/cache" }] },
    },
    volumes: { db: { name: "shop_db" } },
    networks: { default: { name: "shop_default" } },
    secrets: { key: { name: "shop_key", file: `${root}/srv/shop/key.txt` } },
  });
}

const composeScene = (): Scene => ({
  service: { kind: "compose", name: "shop", host: "alpha", directory: "/srv/shop" },
  secrets: [SECRET],
  bring: bringImages,
  lay(host) {
    const { root } = host.host;
    write(host, "srv/shop/compose.yaml", "services: { web: { image: shop/web:1, env_file: local.env } }\n");
    write(host, "srv/shop/local.env", `TOKEN=${SECRET}\n`, 0o600);
    write(host, "srv/shop/key.txt", SECRET, 0o600);
    write(host, "srv/shop/uploads/a.txt", "a");
    write(host, "srv/media/film", "film");
    bringImages(host);
    const directory = `${root}/srv/shop`;
    host.docker.compose.projects.set(directory, composeConfig(root));
    host.run({ argv: ["docker", "compose", "up"], cwd: directory });
    host.commands.length = 0;
    for (const { Mountpoint } of host.docker.state.volumes) writeFileSync(join(Mountpoint, "row"), "1");
  },
});

const containerScene = (): Scene => ({
  service: { kind: "container", name: "web", host: "alpha" },
  secrets: [SECRET],
  bring: bringImages,
  lay(host) {
    bringImages(host);
    write(host, "srv/media/film", "film");
    for (const name of ["webdata", "0".repeat(64)]) host.docker.createVolume(name);
    host.docker.createNetwork("backnet");
    const media = `${host.host.root}/srv/media`;
    const made = fakeContainer({
      name: "web",
      image: "shop/web:1",
      imageId: IMAGES["shop/web:1"],
      env: [`TOKEN=${SECRET}`],
      restart: "always",
      networks: ["backnet"],
      mounts: [
        { Name: "webdata", Destination: "/data", Driver: "local" },
        { Name: "0".repeat(64), Destination: "/cache", Driver: "local" },
        {
          Type: "bind",
          Source: media,
          Destination: "/media",
          RW: false,
          Mode: "ro",
          Propagation: "rprivate",
        },
      ],
    });
    made.HostConfig.Binds = ["webdata:/data", `${media}:/media:ro`];
    host.docker.state.containers.push(made);
    host.docker.start(made);
    for (const { Mountpoint } of host.docker.state.volumes) writeFileSync(join(Mountpoint, "row"), "1");
  },
});

const processScene = (): Scene => ({
  service: {
    kind: "process",
    name: "app",
    host: "alpha",
    directory: "/srv/app",
    data: ["/srv/appdata"],
    start: ["./app", "start"],
    stop: ["./app", "stop"],
    status: ["./app", "status"],
  },
  secrets: [SECRET],
  lay(host) {
    // A service that is nothing but a file in its own directory that says whether it runs.
    const app = `#!/bin/sh
f=running
case $1 in start) : > "$f";; stop) rm -f "$f";; status) [ -e "$f" ] || exit 3;; esac
`;
    write(host, "srv/app/app", app, 0o755);
    write(host, "srv/app/.env", `TOKEN=${SECRET}\n`, 0o600);
    write(host, "srv/app/running", "");
    write(host, "srv/appdata/row", "1");
  },
});

kindContract(compose as Kind, composeScene);
kindContract(container as Kind, containerScene);
kindContract(processKind as Kind, processScene);
