import { describe, expect, it } from "vitest";
import type { Container } from "../../../providers/facts/containers";
import { sameContainer } from "../../../providers/kinds/container-compare";
import type { LabHost } from "../host";
import { loadImage } from "../images";
import { MovesLab, ROOT_AND_SUDO } from "./moves-lab";

const moves = MovesLab.forThisFile();

const inspect = async (host: LabHost): Promise<Container> => {
  const [found] = JSON.parse(await host.must("docker inspect notes")) as Container[];
  if (!found) throw new Error("no container");
  return found;
};

const stackOn = (host: string): unknown => ({
  hosts: ROOT_AND_SUDO,
  services: { notes: { kind: "container", host, health: { http: "/healthz", port: 8090, within: "30s" } } },
});

const RUN = `docker network create --driver bridge --subnet 172.31.7.0/24 notes-net
docker run -d --name notes --restart on-failure:3 --network notes-net --ip 172.31.7.9 --network-alias scribe \\
  -p 127.0.0.1:8091:8080 -p 8090:8080 -v notes-data:/data -v /srv/notes/config:/config:ro --tmpfs /scratch:size=8m \\
  -e SECRET='two words and "quotes"' -e 'LINES=a
b' --label team=notes --label 'odd.label=with space' --memory 96m --cpus 0.5 --pids-limit 200 \\
  --cap-drop NET_RAW --cap-add SYS_TIME --ulimit nofile=1024:2048 --sysctl net.ipv4.ip_unprivileged_port_start=0 \\
  --health-cmd 'wget -qO- http://127.0.0.1:8080/healthz' --health-interval 1s --health-retries 20 \\
  --log-opt max-size=1m --log-opt max-file=2 --stop-timeout 3 --hostname scribe --user 0:0 --workdir /data ferry-lab/web:1`;

describe("a plain container", () => {
  it("arrives with its whole run configuration and its data, and its copy stays stopped", async () => {
    const { alpha, beta, pulumi } = moves;
    await loadImage(alpha, "ferry-lab/web:1");
    await alpha.must(`mkdir -p /srv/notes/config && echo deep > /srv/notes/config/depth`);
    await alpha.must(RUN, { within: 60_000 });
    await alpha.must(
      "for i in 1 2 3 4 5 6 7 8 9 10; do curl -sf 'http://127.0.0.1:8090/write?text=kept' && break; sleep 0.5; done",
    );
    const before = await inspect(alpha);
    await pulumi.apply(stackOn("alpha"));
    const up = await pulumi.apply(stackOn("beta"));
    expect(up.text).not.toContain("two words");
    expect(sameContainer(before, await inspect(beta))).toEqual([]);
    expect(await beta.must("curl -sf http://127.0.0.1:8090/lines")).toContain("kept");
    expect(await beta.must("docker exec notes cat /config/depth")).toBe("deep\n");
    expect((await inspect(alpha)).HostConfig.RestartPolicy?.Name).toBe("no");
    expect(await alpha.must("docker ps -q")).toBe("");
  }, 300_000);

  it("moves back", async () => {
    const { alpha, beta, pulumi } = moves;
    const there = await inspect(beta);
    await pulumi.apply(stackOn("alpha"));
    expect(sameContainer(there, await inspect(alpha))).toEqual([]);
    expect(await beta.must("docker ps -q")).toBe("");
  }, 300_000);
});
