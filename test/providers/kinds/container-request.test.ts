import { describe, expect, it } from "vitest";
import { type Container, parseContainers } from "../../../providers/facts/containers";
import { sameContainer } from "../../../providers/kinds/container-compare";
import { createRequest } from "../../../providers/kinds/container-request";
import { recorded } from "../recorded";

/** `docker run` with most of its options, as Docker 20.10.24 describes it. */
const box = (): Container => {
  const [found] = parseContainers(recorded("inspect-box").stdout);
  if (!found) throw new Error("the recording is empty");
  return structuredClone(found);
};
const anonymous = "51fcf2a26ce1a400f23c189c029540eec82064388677efa038e7b6aa2db27897";

describe("the request that makes a container again", () => {
  const { body, connect } = createRequest(box());
  const host = (body as { HostConfig: Record<string, unknown> }).HostConfig;

  it("has all that was chosen", () => {
    expect(body).toMatchObject({
      Image: "ferry-lab/web:1",
      Hostname: "boxy",
      User: "0:0",
      WorkingDir: "/tmp",
      StopTimeout: 3,
      Labels: { a: "b", c: "d,e=f" },
      Env: expect.arrayContaining(["SECRET=topsecret", "PORT=8080"]),
      Healthcheck: {
        Test: ["CMD-SHELL", "wget -qO- http://127.0.0.1:8080/healthz"],
        Interval: 1_000_000_000,
      },
    });
    expect(host).toMatchObject({
      Memory: 134217728,
      NanoCpus: 500000000,
      CapAdd: ["NET_ADMIN"],
      CapDrop: ["MKNOD"],
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 4 },
      PortBindings: {
        "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "9090" }],
        "8080/udp": [{ HostIp: "", HostPort: "9091" }],
      },
      Ulimits: [{ Name: "nofile", Hard: 2000, Soft: 1000 }],
      Sysctls: { "net.core.somaxconn": "200" },
      Tmpfs: { "/scratch": "" },
      ReadonlyRootfs: true,
      LogConfig: { Type: "json-file", Config: { "max-size": "1m" } },
      ExtraHosts: ["x:1.2.3.4"],
      Dns: ["9.9.9.9"],
      ShmSize: 33554432,
      Init: true,
    });
  });

  it("names anonymous volumes, so that their data is mounted again", () => {
    expect(host.Binds).toEqual(["boxdata:/data", "/srv/media:/media:ro", `${anonymous}:/anon`]);
  });

  it("joins its networks with the addresses and aliases that were chosen, not those that Docker gave", () => {
    expect(body.NetworkingConfig).toEqual({
      EndpointsConfig: {
        backnet: { IPAMConfig: { IPv4Address: "10.9.8.7" }, Aliases: ["boxalias", "boxy"] },
      },
    });
    expect(connect).toEqual([{ network: "other", endpoint: { IPAMConfig: {}, Aliases: ["al2", "boxy"] } }]);
  });

  it("leaves to Docker what Docker gives each container", () => {
    const found = box();
    found.Config.Hostname = found.Id.slice(0, 12);
    expect(createRequest(found).body).toMatchObject({ Hostname: "" });
    expect(JSON.stringify(body)).not.toContain(box().Id.slice(0, 12));
  });

  it("does not take the image's entrypoint where the container had none", () => {
    const found = box();
    found.Config.Entrypoint = null;
    expect(createRequest(found).body.Entrypoint).toEqual([""]);
    found.Config.Entrypoint = ["/run.sh"];
    expect(createRequest(found).body.Entrypoint).toEqual(["/run.sh"]);
  });

  it("mounts what came by --volumes-from directly", () => {
    const found = box();
    found.HostConfig.VolumesFrom = ["other:ro"];
    found.Mounts.push({
      Type: "volume",
      Name: "theirs",
      Source: "",
      Destination: "/theirs",
      Mode: "z",
      RW: false,
      Propagation: "",
    });
    const made = createRequest(found).body as { HostConfig: Record<string, unknown> };
    expect(made.HostConfig.VolumesFrom).toBeNull();
    expect(made.HostConfig.Binds).toContain("theirs:/theirs:z,ro");
  });

  it("names the volumes of --mount that had no name", () => {
    const found = box();
    found.HostConfig.Mounts = [
      { Type: "volume", Target: "/anon" },
      { Type: "tmpfs", Target: "/t" },
    ];
    const made = createRequest(found).body as { HostConfig: Record<string, unknown> };
    expect(made.HostConfig.Mounts).toEqual([
      { Type: "volume", Target: "/anon", Source: anonymous },
      { Type: "tmpfs", Target: "/t" },
    ]);
    expect(made.HostConfig.Binds).toEqual(["boxdata:/data", "/srv/media:/media:ro"]);
  });

  it("says a network by its name where somebody gave its id", () => {
    const found = box();
    found.HostConfig.NetworkMode = found.NetworkSettings.Networks?.backnet?.NetworkID ?? "";
    expect(createRequest(found).body.NetworkingConfig).toHaveProperty("EndpointsConfig.backnet");
    expect(createRequest(found).body.HostConfig).toMatchObject({ NetworkMode: "backnet" });
  });

  it("asks for no network of those that every Docker has", () => {
    const found = box();
    found.HostConfig.NetworkMode = "default";
    found.NetworkSettings.Networks = { bridge: { NetworkID: "x" } };
    expect(createRequest(found)).toMatchObject({
      body: { NetworkingConfig: { EndpointsConfig: {} } },
      connect: [],
    });
  });

  it("mounts paths where they lie on the target", () => {
    const { body: made } = createRequest(box(), (path) => `/root${path}`);
    expect(made).toMatchObject({
      HostConfig: { Binds: ["boxdata:/data", "/root/srv/media:/media:ro", `${anonymous}:/anon`] },
    });
  });
});

describe("two containers", () => {
  /** What any two containers differ in. */
  const again = (): Container => {
    const found = box();
    const id = "f".repeat(64);
    return {
      ...found,
      Id: id,
      Created: "2030-01-01T00:00:00Z",
      State: { ...found.State, Pid: 1, StartedAt: "2030-01-01T00:00:00Z" },
      HostnamePath: "/elsewhere",
      HostConfig: { ...found.HostConfig, Binds: [...(found.HostConfig.Binds ?? []), `${anonymous}:/anon`] },
      Mounts: found.Mounts.toReversed(),
      NetworkSettings: {
        Networks: {
          other: {
            IPAMConfig: {},
            NetworkID: "n1",
            Aliases: ["al2", "boxy", id.slice(0, 12)],
            IPAddress: "1.2.3.4",
          },
          backnet: {
            IPAMConfig: { IPv4Address: "10.9.8.7" },
            NetworkID: "n2",
            Aliases: ["boxalias", "boxy"],
            DriverOpts: null,
          },
        },
      },
    };
  };

  it("are the same but for ids, times and addresses that nobody chose", () => {
    expect(sameContainer(box(), again())).toEqual([]);
  });

  const changed = (change: (container: Container) => void): string[] => {
    const other = again();
    change(other);
    return sameContainer(box(), other);
  };

  it.each<[string, (container: Container) => void, RegExp]>([
    [
      "memory",
      (c) => {
        c.HostConfig.Memory = 1;
      },
      /^HostConfig.Memory: 134217728, 1$/,
    ],
    [
      "a capability",
      (c) => {
        c.HostConfig.CapAdd = null;
      },
      /^HostConfig.CapAdd: \["NET_ADMIN"\], none$/,
    ],
    [
      "a port",
      (c) => {
        c.HostConfig.PortBindings = {};
      },
      /^HostConfig.PortBindings/,
    ],
    [
      "the restart policy",
      (c) => {
        c.HostConfig.RestartPolicy = { Name: "always", MaximumRetryCount: 0 };
      },
      /RestartPolicy.Name/,
    ],
    ["a mount", (c) => void c.Mounts.pop(), /^Mounts./],
    [
      "a mount's volume",
      (c) => {
        c.Mounts = c.Mounts.map((m) => (m.Type === "volume" ? { ...m, Name: "x" } : m));
      },
      /^Mounts.*from/,
    ],
    [
      "read-only",
      (c) => {
        c.Mounts = c.Mounts.map((m) => ({ ...m, RW: true }));
      },
      /^Mounts.\/media.RW: none, true$/,
    ],
    [
      "an alias",
      (c) => {
        c.NetworkSettings.Networks = { ...c.NetworkSettings.Networks, other: { NetworkID: "n" } };
      },
      /^Networks.other.Aliases/,
    ],
    [
      "a fixed address",
      (c) => {
        const backnet = { NetworkID: "n", Aliases: ["boxalias", "boxy"] };
        c.NetworkSettings.Networks = { ...c.NetworkSettings.Networks, backnet };
      },
      /IPv4Address/,
    ],
    [
      "the hostname",
      (c) => {
        c.Config.Hostname = "else";
      },
      /^Config.Hostname: "boxy", "else"$/,
    ],
    [
      "the user",
      (c) => {
        c.Config.User = "1000";
      },
      /^Config.User/,
    ],
  ])("differ in %s", (_, change, expected) => {
    const found = changed(change);
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.some((each) => expected.test(each)),
      found.join("; "),
    ).toBe(true);
  });

  it("differ in a variable without its value being told", () => {
    expect(
      changed((c) => {
        c.Config.Env = ["SECRET=other", "PORT=8080", "PATH=/usr/bin:/bin"];
      }),
    ).toEqual(["Config.Env.SECRET"]);
  });

  it("may differ in the restart policy where one is fenced", () => {
    const fenced = again();
    fenced.HostConfig.RestartPolicy = { Name: "no", MaximumRetryCount: 0 };
    expect(sameContainer(box(), fenced, { restart: "ignore" })).toEqual([]);
    expect(sameContainer(box(), fenced)).not.toEqual([]);
  });
});
