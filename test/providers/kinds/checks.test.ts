import { describe, expect, it } from "vitest";
import { listListeners } from "../../../providers/commands/host";
import { parseCompose } from "../../../providers/facts/compose";
import type { Container } from "../../../providers/facts/containers";
import type { SeenContainer } from "../../../providers/facts/docker";
import type { DockerVolume } from "../../../providers/facts/docker-objects";
import { othersUsing, projectTroubles } from "../../../providers/kinds/compose-troubles";
import { unsetVariables } from "../../../providers/kinds/compose-variables";
import { containerTroubles } from "../../../providers/kinds/container-troubles";
import { dockerFit, externalNetworkChecks } from "../../../providers/kinds/docker-checks";
import { subnetsOverlap } from "../../../providers/kinds/docker-networks";
import { linkChecks } from "../../../providers/kinds/link-checks";
import { ownFilesWarning } from "../../../providers/kinds/own-files";
import { portChecks } from "../../../providers/kinds/port-checks";
import { overall, standing } from "../../../providers/kinds/readiness";
import { devicesThere, networkMountChecks, volumeChecks } from "../../../providers/kinds/target-checks";
import type { Command, Result } from "../../../providers/model/command";
import type { Procedure } from "../../../providers/model/procedure";
import type { Observed, Port } from "../../../providers/model/service";
import { fakeContainer } from "../../contract/docker-state";
import { recorded } from "../recorded";

const beta = { name: "beta", address: "10.0.0.2", root: "" };

function drive<T>(procedure: Procedure<T>, answer: (said: string, command: Command) => Result | string): T {
  let turn = procedure.next();
  while (!turn.done) {
    const said = answer(turn.value.ask.argv.join(" "), turn.value.ask);
    turn = procedure.next(
      turn.value.parse(typeof said === "string" ? { code: 0, stdout: said, stderr: "" } : said),
    );
  }
  return turn.value;
}

const seen = (name: string, more: Partial<SeenContainer> = {}): SeenContainer => ({
  id: name.repeat(20).slice(0, 20),
  name,
  image: "x",
  state: "running",
  status: "Up 2 hours",
  health: "",
  exitCode: 0,
  ports: [],
  mounts: [],
  project: "",
  service: "",
  directory: "",
  oneoff: false,
  ...more,
});

describe("ports on the target", () => {
  const port = (text: string): Port => {
    const [, address = "0.0.0.0", number, protocol] = /^(?:(.*):)?(\d+)\/(tcp|udp)$/.exec(text) ?? [];
    return { address, port: Number(number), protocol: protocol === "udp" ? "udp" : "tcp" };
  };
  const check = (ports: string[], own: SeenContainer[] = []) =>
    drive(portChecks(ports.map(port), beta, own), (_, { argv }) =>
      argv[2] === listListeners().argv[2] ? recorded("listeners-ss") : "",
    );

  it("are free, or taken by somebody who is named", () => {
    const checks = check(["8080/tcp", "8081/tcp", "53/udp"]);
    expect(checks.map(({ outcome, text }) => `${outcome}: ${text}`)).toEqual([
      expect.stringMatching(/^fail: Port 8080\/tcp is taken on beta: docker-proxy listens on /),
      "pass: ports 8081/tcp, 53/udp free on beta",
    ]);
    expect(checks[0]?.remedy).toMatch(/another port/);
  });

  it.each([
    [["127.0.0.1:9090/tcp"], "fail"],
    [["127.0.0.2:9090/tcp"], "pass"],
    [["9090/tcp"], "fail"],
    [["9090/udp"], "pass"],
    [["127.0.0.1:22/tcp"], "fail"],
    [["10.0.0.2:8080/tcp"], "fail"],
  ])("%j: %s", (ports, outcome) => {
    expect(check(ports).map((each) => each.outcome)).toEqual([outcome]);
  });

  it("that the service's own copy holds do not count", () => {
    expect(
      check(["8080/tcp"], [seen("web", { ports: ["0.0.0.0:8080->80/tcp", ":::8080->80/tcp"] })])[0]?.outcome,
    ).toBe("pass");
    expect(
      check(["8080/tcp"], [seen("web", { state: "exited", ports: ["0.0.0.0:8080->80/tcp"] })])[0]?.outcome,
    ).toBe("fail");
    expect(check(["8080/tcp"], [seen("web", { ports: ["0.0.0.0:8079-8081->79-81/tcp"] })])[0]?.outcome).toBe(
      "pass",
    );
  });
});

describe("Docker on the target", () => {
  const source = {
    api: "1.41",
    version: "20.10.24",
    platform: "linux/amd64",
    mapped: false,
    compose: "2.40.3",
  };
  const answer =
    (name: string, version: object = {}, info: object = {}) =>
    (said: string): Result | string => {
      if (said.startsWith("docker ps")) return recorded(name);
      const recording = (of: string) => JSON.parse(recorded(of).stdout);
      if (said.startsWith("docker version"))
        return JSON.stringify({
          ...recording("version"),
          Server: { ...recording("version").Server, ...version },
        });
      return JSON.stringify({ ...recording("info"), ...info });
    };
  const outcomes = (...args: Parameters<typeof answer>) =>
    drive(dockerFit(source, beta), answer(...args)).checks.map(({ name, outcome }) => `${name}: ${outcome}`);

  it("fits", () => {
    expect(outcomes("containers")).toEqual(["docker: pass", "architecture: pass"]);
  });

  it.each([
    ["is missing", "containers-no-docker", {}, {}, ["docker: fail"]],
    ["does not answer", "containers-daemon-down", {}, {}, ["docker: fail"]],
    ["is not for this user", "containers-permission", {}, {}, ["docker: fail"]],
    ["is older", "containers", { ApiVersion: "1.40" }, {}, ["docker: warn", "architecture: pass"]],
    ["is newer", "containers", { ApiVersion: "1.100" }, {}, ["docker: pass", "architecture: pass"]],
    [
      "is of another architecture",
      "containers",
      { Arch: "arm64" },
      {},
      ["docker: pass", "architecture: fail"],
    ],
    [
      "maps users",
      "containers",
      {},
      { SecurityOptions: ["name=userns"] },
      ["docker: pass", "architecture: pass", "file owners: fail"],
    ],
  ] as const)("%s", (_, list, version, info, expected) => {
    expect(outcomes(list, version, info)).toEqual(expected);
  });

  it("says what to do", () => {
    const { checks } = drive(dockerFit(source, beta), answer("containers-permission"));
    expect(checks[0]).toMatchObject({
      text: "On beta, this user may not use Docker.",
      remedy: expect.stringMatching(/become: sudo/),
    });
  });
});

describe("networks, volumes and devices on the target", () => {
  it("have to be there where they are external", () => {
    const source = { externalNetworks: ["backnet", "nope"] } as unknown as Observed;
    const checks = drive(externalNetworkChecks(source, beta), () => recorded("inspect-networks"));
    expect(checks.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
    expect(checks[1]?.remedy).toMatch(/docker network create nope/);
    const declared = { ...beta, networks: ["nope"] };
    const then = drive(externalNetworkChecks(source, declared), () => recorded("inspect-networks"));
    expect(then.map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
  });

  const volume = (Name: string, project?: string, Driver = "local"): DockerVolume => ({
    Name,
    Driver,
    Mountpoint: "/m",
    Labels: project === undefined ? null : { "com.docker.compose.project": project },
    Options: null,
    Scope: "local",
  });
  const check = (wanted: DockerVolume, there: DockerVolume[]) =>
    drive(volumeChecks([{ volume: wanted, by: "db", external: false }], ["local"], beta), () => ({
      code: there.length > 0 ? 0 : 1,
      stdout: JSON.stringify(there),
      stderr: "Error: No such volume: x",
    }));

  it("may not be somebody else's", () => {
    expect(check(volume("shop_db", "shop"), [])).toEqual([]);
    expect(check(volume("shop_db", "shop"), [volume("shop_db", "shop")])).toEqual([]);
    expect(check(volume("shop_db", "shop"), [volume("shop_db", "other")])[0]?.text).toMatch(
      /belongs to project other/,
    );
    expect(check(volume("shop_db", "shop"), [volume("shop_db")])[0]?.text).toMatch(/was not made by Compose/);
    expect(check(volume("data"), [volume("data")])).toEqual([]);
  });

  it("need their driver", () => {
    expect(check(volume("nas", undefined, "rclone"), [])[0]).toMatchObject({
      outcome: "fail",
      remedy: expect.stringContaining("rclone"),
    });
  });

  it("are missed where the target has no such device or drive", () => {
    const devices = drive(
      devicesThere(["/dev/a", "/dev/b", "nvidia.com/gpu=all"], beta),
      () => "device\0/dev/a\0missing\0/dev/b\0",
    );
    expect(devices.map(({ text }) => text)).toEqual(["/dev/b is not on beta."]);
    const used = {
      path: "/mnt/with space",
      by: "web",
      type: "directory",
      real: "/mnt/with space",
      readOnly: false,
    } as const;
    const drives = (network: string) =>
      drive(networkMountChecks([{ ...used, network }], beta), () => recorded("mounts"));
    expect(drives("nfs4 from 10.0.0.5:/export")).toEqual([]);
    expect(drives("nfs4 from nas:/other")[0]?.text).toMatch(/something else on beta/);
  });

  it.each([
    ["10.0.0.0/8", "10.1.2.0/24", true],
    ["172.18.0.0/16", "172.19.0.0/16", false],
    ["192.168.1.128/25", "192.168.1.0/25", false],
    ["0.0.0.0/0", "10.0.0.1/32", true],
    ["fd00::/64", "fd00::/64", true],
    ["fd00::/64", "10.0.0.0/8", false],
  ])("subnets %s and %s overlap: %s", (a, b, expected) => {
    expect(subnetsOverlap(a, b)).toBe(expected);
    expect(subnetsOverlap(b, a)).toBe(expected);
  });
});

describe("symbolic links to what travels", () => {
  const used = (path: string, real: string) =>
    ({ path, real, by: "web", type: "directory", readOnly: false }) as const;
  const datasets = [
    { id: "directory", type: "directory", path: "/data/shop" },
    { id: "bind:/srv/media", type: "bind", path: "/data/media" },
  ] as const;
  const check = (paths: ReturnType<typeof used>[], answer: string) =>
    drive(linkChecks(paths, datasets, beta, "/srv/shop"), () => answer).map(
      ({ text, remedy }) => `${text} ${remedy}`,
    );

  it("have to be on the target, where they lie outside it", () => {
    const link = used("/var/www", "/data/shop/www");
    expect(check([link], "directory\0/srv/shop/www\0missing\0/srv/shop/www\0")).toEqual([]);
    expect(check([link], "missing\0/var/www\0missing\0/srv/shop/www\0")).toEqual([
      "web uses /var/www, a symbolic link to /srv/shop/www that is not there on beta. Make it there: ln -s /srv/shop/www /var/www.",
    ]);
  });

  it("are no matter where they travel themselves, or nothing travels", () => {
    const inside = [
      used("/srv/shop/www", "/data/shop/www"),
      used("/srv/media", "/data/media"),
      used("/srv/media/a", "/data/media/a"),
    ];
    expect(check(inside, "")).toEqual([]);
    expect(check([used("/etc/localtime", "/usr/share/zoneinfo/UTC"), used("/x", "/y")], "")).toEqual([]);
  });
});

describe("what a user has to mend in a project", () => {
  const config = (services: object) => parseCompose(JSON.stringify({ name: "shop", services }));
  const service = { kind: "compose", name: "shop", host: "alpha", directory: "/srv/shop" } as const;
  const own = (name: string, more: Partial<SeenContainer> = {}) =>
    seen(`shop-${name}-1`, { project: "shop", service: name, directory: "/srv/shop", ...more });
  const troubles = (
    containers: SeenContainer[],
    services: object = { web: { image: "x" } },
    more: object = {},
  ) =>
    projectTroubles({
      service,
      here: { of: { directory: "/srv/shop" }, containers, all: containers, directory: undefined },
      config: config(services),
      ownName: "shop",
      images: [],
      data: [],
      ...more,
    }).map(({ name, outcome, text }) => `${outcome} ${name}: ${text}`);

  it("is nothing where all is in order", () => {
    expect(troubles([own("web")])).toEqual([]);
  });

  it.each<[string, SeenContainer, RegExp]>([
    [
      "a one-off run goes on",
      own("web", { oneoff: true, name: "shop-web-run-1" }),
      /fail containers: shop-web-run-1 was started by `docker compose run`/,
    ],
    [
      "a service has left the files",
      own("old"),
      /fail containers: shop-old-1 runs, but .* would not start old/,
    ],
    ["a container is paused", own("web", { state: "paused" }), /fail containers: shop-web-1 is paused/],
    [
      "the project has another name",
      own("web", { project: "stage" }),
      /fail project name: Its containers belong to project stage, but its files say shop/,
    ],
  ])("is told where %s", (_, container, expected) => {
    expect(troubles([container]).join("\n")).toMatch(expected);
  });

  it("is told where two projects run from one directory", () => {
    expect(troubles([own("web"), own("web", { project: "b" })]).join()).toMatch(
      /2 projects run from \/srv\/shop: shop, b/,
    );
  });

  it("does not care for what no longer runs", () => {
    expect(
      troubles([own("web"), own("old", { state: "exited" }), own("web", { oneoff: true, state: "exited" })]),
    ).toEqual([]);
  });

  it("is told where ports or networks are not the project's own", () => {
    expect(troubles([], { web: { image: "x", network_mode: "host" } })[0]).toMatch(
      /^warn ports: web uses the host's own network/,
    );
    expect(troubles([], { web: { image: "x", network_mode: "container:vpn" } })[0]).toMatch(/^fail network/);
    expect(troubles([], { web: { image: "x", network_mode: "service:db" } })).toEqual([]);
  });

  it("is told where others use what travels", () => {
    const data = [
      { id: "volume:shop_db", type: "volume", path: "/var/lib/docker/volumes/shop_db/_data" },
      { id: "directory", type: "directory", path: "/srv/shop" },
    ] as const;
    const others = [
      seen("backup", { mounts: ["shop_db"] }),
      seen("sync", { mounts: ["/srv/shop/uploads", "/srv/shopping"] }),
      seen("gone", { mounts: ["shop_db"], state: "exited" }),
    ];
    expect(othersUsing(data, others).map(({ text }) => text)).toEqual([
      "backup, which is not part of this service, also uses shop_db: it stays with the old copy.",
      "sync, which is not part of this service, also uses /srv/shop/uploads: it stays with the old copy.",
    ]);
  });

  it("is told where a shell's variables are missing", () => {
    expect(unsetVariables(service, [])).toEqual([]);
    expect(unsetVariables(service, ["TAG", "PORT"])[0]).toMatchObject({
      outcome: "warn",
      text: expect.stringContaining("TAG, PORT"),
    });
  });
});

describe("what a user has to mend in a container", () => {
  const troubles = (change: (container: Container) => void) => {
    const container = fakeContainer({ name: "box", image: "x", imageId: "y" });
    change(container);
    return containerTroubles({ container, data: [], others: [] }).map(
      ({ name, outcome, text }) => `${outcome} ${name}: ${text}`,
    );
  };

  it("is nothing where all is in order", () => {
    expect(troubles(() => {})).toEqual([]);
  });

  it.each<[string, (c: Container) => void, RegExp]>([
    [
      "--rm",
      (c) => Object.assign(c.HostConfig, { AutoRemove: true }),
      /^fail container: box was started with --rm/,
    ],
    [
      "another's network",
      (c) => Object.assign(c.HostConfig, { NetworkMode: "container:abc" }),
      /^fail other containers: It shares the network/,
    ],
    [
      "links",
      (c) => Object.assign(c.HostConfig, { Links: ["/db:/box/db"] }),
      /^fail other containers: It is linked to container db/,
    ],
    ["the host's network", (c) => Object.assign(c.HostConfig, { NetworkMode: "host" }), /^warn ports/],
    [
      "random ports",
      (c) => Object.assign(c.HostConfig, { PublishAllPorts: true }),
      /^warn ports: Docker chooses/,
    ],
    [
      "Compose",
      (c) => Object.assign(c.Config, { Labels: { "com.docker.compose.project": "shop" } }),
      /^warn owner: .*project shop/,
    ],
    [
      "Swarm",
      (c) => Object.assign(c.Config, { Labels: { "com.docker.swarm.service.name": "web" } }),
      /^fail owner: .*Swarm service web/,
    ],
    ["pause", (c) => Object.assign(c.State, { Status: "paused" }), /^fail container: box is paused/],
  ])("is told of %s", (_, change, expected) => {
    expect(troubles(change)).toEqual([expect.stringMatching(expected)]);
  });

  it("is told of files in its own layer", () => {
    const container = fakeContainer({ name: "box", image: "x", imageId: "y" });
    expect(ownFilesWarning(container, [])).toEqual([]);
    expect(ownFilesWarning(container, ["/app/a", "/app/b"])[0]).toMatchObject({
      outcome: "warn",
      text: expect.stringMatching(/^box has written \/app\/a and 1 more outside its volumes/),
    });
  });
});

describe("readiness", () => {
  const of = (state: string, health = "", exitCode = 0) => standing({ name: "web", state, health, exitCode });

  it.each([
    [of("running"), "ready", ""],
    [of("running", "healthy"), "ready", ""],
    [of("running", "starting"), "starting", "web: health check not passed yet"],
    [of("running", "unhealthy"), "failed", "web: unhealthy"],
    [of("exited"), "ready", ""],
    [of("exited", "", 137), "failed", "web exited with 137"],
    [of("dead", "", 1), "failed", "web exited with 1"],
    [of("restarting", "", 2), "starting", "web restarts (exited with 2)"],
    [of("created"), "starting", "web: created"],
    [of("paused"), "starting", "web: paused"],
  ])("is %j", (found, state, reason) => {
    expect(found).toEqual({ state, reason });
  });

  it("is that of the worst, with the end of its log where it failed", () => {
    const containers = [
      seen("a"),
      seen("b", { health: "starting" }),
      seen("c", { state: "exited", exitCode: 3 }),
    ];
    const asked: string[] = [];
    const ready = drive(overall(containers), (said) => {
      asked.push(said);
      return { code: 0, stdout: "starting\n", stderr: "cannot open database\n\n" };
    });
    expect(ready).toEqual({
      state: "failed",
      reason: "c exited with 3; its log ends: starting | cannot open database",
    });
    expect(asked).toEqual(["docker logs --tail 5 -- c"]);
    expect(drive(overall(containers.slice(0, 2)), () => "").state).toBe("starting");
    expect(drive(overall([]), () => "").state).toBe("failed");
  });
});
