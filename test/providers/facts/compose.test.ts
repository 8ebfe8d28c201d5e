import { describe, expect, it } from "vitest";
import { composeConfig, parseCompose } from "../../../providers/facts/compose";
import { filesNamedIn } from "../../../providers/facts/compose-files";
import { composeVersion, olderThan } from "../../../providers/facts/compose-plugin";
import { recorded } from "../recorded";

const project = (parts: object, rest: object = {}) =>
  parseCompose(JSON.stringify({ name: "shop", services: { web: { image: "x", ...parts } }, ...rest }));
const web = (parts: object, rest: object = {}) => {
  const [service] = project(parts, rest).services;
  if (!service) throw new Error("no service");
  return service;
};

describe("a project as Compose 2.40 prints it", () => {
  it("is read whole", () => {
    const seen = composeConfig({ directory: "/srv/shop" }).parse(recorded("compose-config"));
    if (!seen.valid) throw new Error(seen.reason);
    expect(seen.config).toMatchObject({
      project: "shop",
      volumes: [{ name: "shop_db", external: false, driver: "local" }],
      networks: [{ name: "shop_default", external: false }],
      files: [{ name: "key", type: "secret", path: "/srv/shop/key.txt" }],
    });
    expect(seen.config.services.map(({ name, restart }) => [name, restart])).toEqual([
      ["anon", "always"],
      ["db", "on-failure:3"],
      ["web", "unless-stopped"],
    ]);
    expect(seen.config.services[2]).toMatchObject({
      image: "ferry-lab/web:1",
      healthcheck: true,
      devices: ["/dev/null"],
      secrets: ["key"],
      ports: [{ address: "0.0.0.0", port: 8080, protocol: "tcp" }],
    });
    expect(JSON.stringify(seen.config)).not.toContain("s3cret");
  });

  it.each([
    ["compose-config-invalid", "validating /tmp/bad/compose.yaml: services.a.image must be a string"],
    ["compose-config-missing", "no configuration file provided: not found"],
  ])("or says why it cannot be: %s", (name, reason) => {
    expect(composeConfig({ directory: "/x" }).parse(recorded(name))).toEqual({ valid: false, reason });
  });

  it("is refused where it is not JSON (Compose 1 has no --format)", () => {
    expect(() => parseCompose("services:\n  web: {}\n")).toThrow(/docker compose config: not JSON/);
  });
});

describe("a service of a compose file", () => {
  it.each([
    [{ published: "8080", target: 80 }, ["0.0.0.0:8080/tcp"]],
    [{ published: 8080, target: 80, protocol: "udp" }, ["0.0.0.0:8080/udp"]],
    [{ published: "8080", target: 80, host_ip: "127.0.0.1" }, ["127.0.0.1:8080/tcp"]],
    [{ target: 80 }, []],
    [{ published: "0", target: 80 }, []],
    [{ published: "7000-7005", target: 80 }, []],
  ])("claims with the port %j the host's %j", (port, expected) => {
    expect(
      web({ ports: [port] }).ports.map((each) => `${each.address}:${each.port}/${each.protocol}`),
    ).toEqual(expected);
  });

  it.each([
    [
      { type: "volume", source: "db", target: "/d" },
      { type: "volume", source: "shop_db" },
    ],
    [
      { type: "volume", target: "/d" },
      { type: "anonymous", source: "" },
    ],
    [
      { type: "bind", source: "/srv/m", target: "/d", read_only: true },
      { type: "bind", source: "/srv/m", readOnly: true },
    ],
    [
      { type: "tmpfs", target: "/d" },
      { type: "tmpfs", source: "" },
    ],
    [
      { type: "npipe", source: "x", target: "/d" },
      { type: "other", source: "x" },
    ],
  ])("mounts %j as %j", (mount, expected) => {
    const rest = { volumes: { db: { name: "shop_db" } } };
    expect(web({ volumes: [mount] }, rest).mounts[0]).toMatchObject(expected);
  });

  it.each([
    [{}, "no"],
    [{ restart: "on-failure:5" }, "on-failure:5"],
    [{ deploy: { restart_policy: { condition: "any" } } }, "always"],
    [{ deploy: { restart_policy: { condition: "none" } } }, "no"],
    [{ deploy: { restart_policy: { condition: "on-failure", max_attempts: 3 } } }, "on-failure:3"],
    [{ deploy: { restart_policy: { condition: "on-failure" } } }, "on-failure"],
    [{ deploy: { restart_policy: {} } }, "no"],
  ])("with %j restarts %s", (parts, policy) => {
    expect(web(parts).restart).toBe(policy);
  });

  it.each([
    [{ healthcheck: { test: ["CMD", "x"] } }, true],
    [{ healthcheck: { test: "x" } }, true],
    [{ healthcheck: { test: ["NONE"] } }, false],
    [{ healthcheck: { disable: true } }, false],
    [{ healthcheck: null }, false],
  ])("with %j has a health check: %s", (parts, expected) => {
    expect(web(parts).healthcheck).toBe(expected);
  });

  it("has the image that Compose gives what it builds", () => {
    expect(web({ image: undefined, build: { context: "." } })).toMatchObject({
      image: "shop-web",
      builds: true,
    });
    expect(web({ image: "own", build: { context: "." } })).toMatchObject({ image: "own", builds: true });
  });

  it("may have devices in either form", () => {
    expect(web({ devices: ["/dev/a:/dev/b:rwm", { source: "/dev/c", target: "/dev/c" }] }).devices).toEqual([
      "/dev/a",
      "/dev/c",
    ]);
  });
});

describe("volumes and networks of a project", () => {
  it("may be external, in either form", () => {
    const found = project(
      {},
      {
        volumes: {
          a: { name: "a", external: true },
          b: { name: "b", external: { name: "b" } },
          c: { name: "c", driver: "x", driver_opts: { size: 1 } },
        },
        networks: { n: { name: "n", external: true } },
      },
    );
    expect(found.volumes.map(({ external }) => external)).toEqual([true, true, false]);
    expect(found.volumes[2]).toMatchObject({ driver: "x", options: { size: "1" } });
    expect(found.networks).toEqual([{ name: "n", external: true }]);
  });
});

describe("files that a compose file names", () => {
  it("are those of include, extends and env_file, in every form", () => {
    const text = `
include:
  - ../common/compose.yaml
  - path: [a.yaml, b.yaml]
    env_file: inc.env
services:
  web:
    env_file: [local.env, { path: ../shared.env, required: false }]
    extends: { file: ../base.yml, service: web }
  db:
    env_file: db.env
  cache:
    extends: web
  odd:
    env_file: \${HOME}/x.env
`;
    expect(filesNamedIn(text, "/srv/shop").map(({ path, as }) => `${as} ${path}`)).toEqual([
      "include /srv/common/compose.yaml",
      "include /srv/shop/a.yaml",
      "include /srv/shop/b.yaml",
      "env_file /srv/shop/inc.env",
      "env_file /srv/shop/local.env",
      "env_file /srv/shared.env",
      "extends /srv/base.yml",
      "env_file /srv/shop/db.env",
    ]);
  });

  it.each([
    "",
    "- a\n- b",
    "services: 3",
    "services: { web: null }",
    "a: [",
    "services:\n  x: &a {env_file: *a}",
  ])("are none in %j", (text) => {
    expect(filesNamedIn(text, "/srv")).toEqual([]);
  });

  it("may be remote, which is not the host's", () => {
    expect(filesNamedIn("include: ['oci://x/y', 'https://x/y.git']", "/srv")).toEqual([]);
  });
});

describe("versions of Compose", () => {
  it("are read from what the plugin prints", () => {
    expect(composeVersion().parse(recorded("compose-version"))).toBe("2.40.3");
    expect(composeVersion().parse({ code: 0, stdout: "v2.3.3\n", stderr: "" })).toBe("2.3.3");
    expect(
      composeVersion().parse({ code: 1, stdout: "", stderr: "docker: 'compose' is not a docker command." }),
    ).toBeUndefined();
  });

  it("are compared by their numbers", () => {
    expect(olderThan("2.9.0", "2.15")).toBe(true);
    expect(olderThan("2.15", "2.15.0")).toBe(false);
    expect(olderThan("5.0.0-desktop.1", "2.40.3")).toBe(false);
  });
});
