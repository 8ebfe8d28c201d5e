import { describe, expect, it } from "vitest";
import { containers, nameOf, restartOf } from "../../../providers/facts/containers";
import {
  type DockerSeen,
  dockerVersion,
  parseContainerList,
  parseInfo,
  parseVersion,
  type SeenContainer,
} from "../../../providers/facts/docker";
import { images, networks, volumes } from "../../../providers/facts/docker-objects";
import { parseChanges } from "../../../providers/facts/layer";
import { recorded } from "../recorded";

const seen = (): readonly SeenContainer[] => {
  const list = parseContainerList(recorded("containers"));
  return list.docker === "here" ? list.containers : [];
};
const one = (name: string) => seen().find((container) => container.name === name);

describe("the container list of Docker 20.10", () => {
  it("has every container by the name people gave it", () => {
    const names = seen().map(({ name }) => name);
    expect(names).toEqual(
      "shop-run paused hosty linked fresh slow ill gone crash box shop-web-1 shop-db-1 shop-anon-1".split(
        " ",
      ),
    );
  });

  it.each([
    ["shop-web-1", "running", "healthy", 0],
    ["slow", "running", "starting", 0],
    ["ill", "running", "unhealthy", 0],
    ["linked", "running", "", 0],
    ["paused", "paused", "", 0],
    ["crash", "restarting", "", 3],
    ["gone", "exited", "", 2],
    ["fresh", "created", "", 0],
  ])("says of %s that it is %s, health %j, exit code %d", (name, state, health, exitCode) => {
    expect(one(name)).toMatchObject({ state, health, exitCode });
  });

  it("knows which project, service and directory Compose made a container for", () => {
    expect(one("shop-web-1")).toMatchObject({
      project: "shop",
      service: "web",
      directory: "/srv/shop",
      oneoff: false,
    });
    expect(one("shop-run")).toMatchObject({ project: "shop", service: "web", oneoff: true });
    expect(one("box")).toMatchObject({ project: "", service: "", directory: "" });
  });

  it("tells ports and mounts apart", () => {
    expect(one("box")?.ports).toEqual([
      "0.0.0.0:9091->8080/udp",
      "127.0.0.1:9090->8080/tcp",
      ":::9091->8080/udp",
    ]);
    expect(one("shop-db-1")?.mounts).toEqual(["shop_db"]);
  });

  it("is read without the containers that Ferry's own commands run in", () => {
    const { stdout, ...rest } = recorded("containers");
    const [first = "{}"] = stdout.split("\n");
    const own = JSON.stringify({ ...JSON.parse(first), names: "odd_name", mounts: "/", helper: "4711" });
    expect(parseContainerList({ ...rest, stdout: `${own}\n${stdout}` })).toEqual(
      parseContainerList(recorded("containers")),
    );
  });

  it.each<[string, Partial<DockerSeen>]>([
    ["containers-no-docker", { docker: "absent" }],
    ["containers-daemon-down", { docker: "silent", reason: "the Docker daemon does not answer" }],
    ["containers-permission", { docker: "silent", reason: "this user may not use Docker" }],
  ])("explains %s", (name, expected) => {
    expect(parseContainerList(recorded(name))).toMatchObject(expected);
  });

  it("is refused where it is something else, without quoting it", () => {
    expect(() => parseContainerList({ code: 0, stdout: '{"id":"secret"}\n', stderr: "" })).toThrow(
      /docker ps: at names/,
    );
    expect(() => parseContainerList({ code: 0, stdout: "secret\n", stderr: "" })).toThrow(
      /^docker ps: not JSON \(6 characters\)$/,
    );
  });
});

describe("what the daemon says of itself", () => {
  it("gives version and platform", () => {
    expect(parseVersion(recorded("version").stdout)).toEqual({
      version: "20.10.24+dfsg1",
      api: "1.41",
      oldestApi: "1.12",
      platform: "linux/amd64",
    });
  });

  it("gives root, runtimes and volume drivers", () => {
    expect(parseInfo(recorded("info").stdout)).toEqual({
      root: "/var/lib/docker",
      compose: "2.40.3",
      mapped: false,
      runtimes: expect.arrayContaining(["runc"]),
      volumeDrivers: ["local"],
      store: "layers",
    });
  });

  it("tells which store keeps the images, and does not guess at one that it does not know", () => {
    expect(parseInfo(recorded("info-containerd").stdout)?.store).toBe("containerd");
    const info = { ...JSON.parse(recorded("info").stdout), Driver: "of its own" };
    expect(parseInfo(JSON.stringify(info))?.store).toBe("unknown");
  });

  it("tells rootless and mapped users", () => {
    const info = {
      ...JSON.parse(recorded("info").stdout),
      SecurityOptions: ["name=seccomp,profile=default", "name=rootless"],
    };
    expect(parseInfo(JSON.stringify(info))?.mapped).toBe(true);
  });

  it("is undefined where the daemon does not answer, which older clients tell with exit code 0", () => {
    expect(dockerVersion().parse(recorded("version-daemon-down"))).toBeUndefined();
    expect(parseInfo(recorded("info-daemon-down").stdout)).toBeUndefined();
  });
});

describe("docker inspect", () => {
  it("gives the containers that are there, whole, where some are not", () => {
    const found = containers(["shop-web-1", "shop-db-1", "nope", "shop-anon-1"]).parse(
      recorded("inspect-shop"),
    );
    expect(found.map(nameOf)).toEqual(["shop-web-1", "shop-db-1", "shop-anon-1"]);
    expect(found.map(restartOf)).toEqual(["unless-stopped", "on-failure:3", "always"]);
    expect(found[0]?.HostConfig).toHaveProperty("ShmSize", 67108864);
  });

  it("gives nothing where nothing is there", () => {
    expect(containers(["nope"]).parse(recorded("inspect-missing"))).toEqual([]);
    expect(volumes(["nope"]).parse(recorded("inspect-volumes-missing"))).toEqual([]);
  });

  it("fails where the daemon does not answer", () => {
    const down = { ...recorded("containers-daemon-down"), stdout: "[]\n" };
    expect(() => containers(["box"]).parse(down)).toThrow(/exited with 1: Cannot connect/);
  });

  it("is not confused by what a login writes to standard error", () => {
    const { code, stdout, stderr } = recorded("inspect-missing");
    expect(containers(["nope"]).parse({ code, stdout, stderr: `Welcome!\n${stderr}` })).toEqual([]);
  });

  it("gives volumes with driver, options and labels", () => {
    const found = volumes(["shop_db", "nfsvol", "bindvol", "memvol", "nope"]).parse(
      recorded("inspect-volumes"),
    );
    expect(found.map(({ Name, Driver, Options }) => [Name, Driver, Options?.type])).toEqual([
      ["shop_db", "local", undefined],
      ["nfsvol", "local", "nfs"],
      ["bindvol", "local", "none"],
      ["memvol", "local", "tmpfs"],
    ]);
    expect(found[0]?.Labels).toMatchObject({ "com.docker.compose.project": "shop" });
  });

  it("gives images and networks", () => {
    const [image] = images(["ferry-lab/web:1", "nope:1"]).parse(recorded("inspect-images"));
    expect(image).toMatchObject({ RepoTags: ["ferry-lab/web:1"], Architecture: "amd64", Os: "linux" });
    const found = networks(["backnet", "shop_default", "nope"]).parse(recorded("inspect-networks"));
    expect(found.map(({ Name, Driver }) => [Name, Driver])).toEqual([
      ["backnet", "bridge"],
      ["shop_default", "bridge"],
    ]);
    expect(found[0]?.IPAM.Config).toEqual([{ Subnet: "10.9.8.0/24" }]);
  });
});

describe("a container's own layer", () => {
  it("leaves out what Docker put there itself", () => {
    expect(parseChanges(recorded("diff-box").stdout, ["/anon", "/media", "/scratch"])).toEqual([]);
  });

  it("names files that programs wrote, not the directories around them", () => {
    const text =
      "C /app\nA /app/data.db\nC /var\nC /var/log\nA /var/log/app.log\nD /etc/motd\nC /tmp\nA /tmp/x\n";
    expect(parseChanges(text)).toEqual(["/app/data.db", "/etc/motd"]);
  });
});
