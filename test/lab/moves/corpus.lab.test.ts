import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../../../program/setup/repository";
import type { LabHost } from "../host";
import { loadImage } from "../images";
import { MovesLab, ROOT_AND_SUDO } from "./moves-lab";

/**
 * A compose file as people use it, byte for byte, with a database and a web part. Its images cannot be had
 * without a registry; the lab's own stand for them, told by their environment where that file keeps its data.
 */
const FILE = join(repository(), "test/providers/kinds/corpus/wordpress-mysql/compose.yaml");

const moves = MovesLab.forThisFile();

async function standInImages(host: LabHost): Promise<void> {
  await loadImage(host, "ferry-lab/web:1");
  await loadImage(host, "ferry-lab/db:1");
  await host.must(`web=$(docker create ferry-lab/web:1) && docker commit \\
  -c 'ENV REDIS_HOST=db PORT=80' "$web" wordpress:latest && docker rm "$web"
db=$(docker create ferry-lab/db:1) && docker commit \\
  -c 'ENTRYPOINT ["sh","-c","exec redis-server --dir /var/lib/mysql --appendonly yes --protected-mode no"]' -c 'CMD []' "$db" mariadb:10.6.4-focal && docker rm "$db"`);
}

const stackOn = (host: string): unknown => ({
  hosts: ROOT_AND_SUDO,
  services: {
    blog: {
      kind: "compose",
      host,
      directory: "/srv/wordpress-mysql",
      health: { http: "/healthz", port: 80, within: "30s" },
    },
  },
});

describe("a compose file that people use, with a database and a web part", () => {
  it("moves with its data", async () => {
    const { alpha, beta, pulumi } = moves;
    await standInImages(alpha);
    await alpha.write("/srv/wordpress-mysql/compose.yaml", await readFile(FILE));
    await alpha.must("cd /srv/wordpress-mysql && docker compose up -d --wait", { within: 120_000 });
    const get = (host: LabHost, path: string) => host.must(`curl -sf http://127.0.0.1${path}`);
    await alpha.must(
      "for i in 1 2 3 4 5 6 7 8 9 10; do curl -s http://127.0.0.1/healthz && break; sleep 0.5; done",
    );
    for (const text of ["one", "two", "three"]) await get(alpha, `/write?text=${text}`);
    await pulumi.apply(stackOn("alpha"));
    await pulumi.apply(stackOn("beta"));
    expect(await beta.must("docker exec wordpress-mysql-db-1 redis-cli LLEN lines")).toBe("3\n");
    expect(await alpha.must("docker ps -q")).toBe("");
    expect(
      await beta.must(
        "docker volume inspect -f '{{index .Labels \"com.docker.compose.volume\"}}' wordpress-mysql_db_data",
      ),
    ).toBe("db_data\n");
  }, 300_000);
});
