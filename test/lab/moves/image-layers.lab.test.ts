import { beforeAll, describe, expect, it } from "vitest";
import type { LabHost } from "../host";
import { loadImage } from "../images";
import { MovesLab, ROOT_AND_SUDO } from "./moves-lab";

const MB = 1_000_000;

const moves = MovesLab.forThisFile();

// Both images lie on ferry-lab/web:1 (37 MB, 13 MB as a stream) and on a layer that they share.
const BUILD = `mkdir -p /root/build && cd /root/build
for size in lib:2 web:1 job:1; do head -c "$((\${size#*:} * ${MB}))" /dev/urandom > "\${size%:*}"; done
for name in web job; do
  printf 'FROM ferry-lab/web:1\\nCOPY lib /lib-of-shop\\nCOPY %s /own\\nENV PART=%s\\n' "$name" "$name" |
    docker build -q -t "shop/$name:2" -f - .
done`;

const COMPOSE = `services:
  web: { image: "shop/web:2", ports: ["8080:8080"], volumes: ["data:/data"], stop_grace_period: 2s }
  job: { image: "shop/job:2", stop_grace_period: 2s }
volumes: { data: {} }
`;

const stackOn = (host: string): unknown => ({
  hosts: ROOT_AND_SUDO,
  services: {
    shop: {
      kind: "compose",
      host,
      directory: "/srv/shop",
      health: { http: "/healthz", port: 8080, within: "30s" },
      move: { images: "copy" },
    },
  },
});

beforeAll(async () => {
  const { alpha, beta, pulumi } = moves;
  await Promise.all([loadImage(alpha, "ferry-lab/web:1"), loadImage(beta, "ferry-lab/web:1")]);
  await alpha.must(BUILD, { within: 60_000 });
  await alpha.write("/srv/shop/compose.yaml", COMPOSE);
  await alpha.must("cd /srv/shop && docker compose up -d --wait", { within: 120_000 });
  await pulumi.apply(stackOn("alpha"));
});

/** Bytes that a host has received on its cable: what the test counts has nothing to do with what Ferry says. */
const received = async (host: LabHost): Promise<number> =>
  Number(await host.must(`awk '/eth0:/ { sub(/.*:/, ""); print $1 }' /proc/net/dev`));

const SHOW =
  "docker image inspect --format '{{.Id}} {{json .RootFS.Layers}} {{json .Config.Env}}' shop/web:2 shop/job:2";

describe("images of which the target has the layers below", () => {
  it("travel as the layers on top, those that they share once, and arrive as they are on the source", async () => {
    const { alpha, beta, pulumi } = moves;
    await pulumi.declare(stackOn("beta"));
    const preview = await pulumi.must("preview");
    expect(preview).toContain("image shop/job:2: copied from the source by 2 of 3 layers, 3.0 MB");
    expect(preview).toContain("image shop/web:2: copied from the source by 1 of 3 layers, 1.0 MB");
    const before = await received(beta);
    const up = await pulumi.apply(stackOn("beta"));
    const bytes = (await received(beta)) - before;
    expect(up.text).toContain("image shop/web:2 copied from alpha by 1 of 3 layers");
    expect(bytes).toBeGreaterThan(4 * MB);
    expect(bytes).toBeLessThan(8 * MB);
    expect(await beta.must(SHOW)).toBe(await alpha.must(SHOW));
    expect(await beta.must("docker exec shop-web-1 sh -c 'wc -c < /lib-of-shop; wc -c < /own'")).toBe(
      `${2 * MB}\n${MB}\n`,
    );
  }, 300_000);

  it("travel whole after all where a layer goes from the target after it was asked", async () => {
    const { alpha, beta, pulumi } = moves;
    await Promise.all([loadImage(alpha, "ferry-lab/db:1"), loadImage(beta, "ferry-lab/db:1")]);
    await alpha.must(`cd /root/build && printf 'FROM ferry-lab/db:1\\nCOPY lib /lib-of-cache\\n' | docker build -q -t cache:2 -f - .
docker run -d --name cache -v cache-data:/data cache:2`);
    // The first load finds that the image below has been removed.
    await beta.must(`cat > /usr/local/bin/docker <<'END'
#!/bin/sh
[ "$1" != load ] || [ -e /run/gone ] || { touch /run/gone; /usr/bin/docker image rm -f ferry-lab/db:1 >&2; }
exec /usr/bin/docker "$@"
END
chmod +x /usr/local/bin/docker`);
    const stack = (host: string) => ({
      hosts: ROOT_AND_SUDO,
      services: { cache: { kind: "container", host, move: { images: "copy" } } },
    });
    await pulumi.apply(stack("alpha"));
    const up = await pulumi.apply(stack("beta"));
    expect(up.text).toContain("beta did not take the images by layers");
    const id = "docker image inspect --format '{{.Id}}' cache:2";
    expect(await beta.must(id)).toBe(await alpha.must(id));
    expect(await beta.must("docker exec cache redis-cli ping")).toBe("PONG\n");
  }, 300_000);
});
