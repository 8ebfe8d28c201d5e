import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { parseStack } from "../../schemas/load";
import type { Stack } from "../../schemas/normal";
import { compose, HOSTS, problemsOf } from "./texts";

function stackOf(source: string | Uint8Array): Stack {
  const parsed = parseStack(source, "stack.yaml");
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  return parsed.stack;
}

describe("a sound stack file", () => {
  it("gets every default of a compose service", () => {
    expect(stackOf(compose()).services.shop).toEqual({
      name: "shop",
      kind: "compose",
      host: "alpha",
      directory: "/srv/shop",
      health: { within: "60s" },
      move: {
        strategy: "warm",
        maxDowntime: "10s",
        gentle: true,
        conflicts: { default: "stop", overwrite: [], skip: [] },
        exclude: [],
        images: "auto",
        retain: "3d",
      },
      hooks: { before: [], after: [] },
    });
  });

  it("names a container after its service, and gives a process no more data than it says", () => {
    const { services } = stackOf(`${HOSTS}services:
  web: { kind: container, host: alpha }
  mail: { kind: process, host: alpha, directory: /srv/mail, start: [a], stop: [b], status: [c] }
`);
    expect(services).toMatchObject({ web: { container: "web" }, mail: { data: [] } });
  });

  it("fills in what hosts and proxies leave out", () => {
    const { hosts, proxies } = stackOf(`hosts:
  alpha: { local: ./here/ }
proxies:
  edge: { kind: nginx, host: alpha }
services: {}
`);
    expect(hosts).toEqual({ alpha: { local: "here", address: "127.0.0.1" } });
    expect(proxies).toEqual({ edge: { kind: "nginx", host: "alpha", directory: "/etc/nginx/conf.d" } });
  });

  it("has no proxies where none are declared", () => {
    expect(stackOf(compose()).proxies).toEqual({});
  });

  it("asks the route's port for health, and spells domains and paths in one way", () => {
    const { services } = stackOf(`${HOSTS}proxies: { edge: { kind: nginx, host: beta } }
services:
  shop:
    kind: compose
    host: alpha
    directory: //srv/./shop/
    route: { proxy: edge, domain: Shop.Example.org, port: 8080 }
    health: { http: /healthz }
`);
    expect(services.shop).toMatchObject({
      directory: "/srv/shop",
      route: { domain: "shop.example.org" },
      health: { http: "/healthz", port: 8080, within: "60s" },
    });
  });

  it("keeps what was written over the defaults", () => {
    const move = "move: { strategy: cold, maxDowntime: 1m, images: copy, retain: 0d, exclude: ['*.log'] }";
    const { services } = stackOf(compose(move, "health: { port: 99, within: 2m }"));
    expect(services.shop).toMatchObject({
      move: { strategy: "cold", maxDowntime: "1m", images: "copy", retain: "0d", exclude: ["*.log"] },
      health: { port: 99, within: "2m" },
    });
  });

  it("is frozen to its last list", () => {
    const stack = stackOf(compose());
    const parts = [stack, stack.hosts, stack.services.shop, stack.services.shop?.move.conflicts.skip];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true, true]);
  });

  it("may use anchors, aliases and merges, as often as it likes", () => {
    const many = Array.from({ length: 150 }, (_, i) => `  s${i}: { <<: *base, container: c${i} }\n`).join("");
    const { services } = stackOf(
      `${HOSTS}services:\n  first: &base { kind: container, host: alpha, health: &h { port: 1 } }\n` +
        `  second: { kind: container, host: beta, health: *h }\n${many}`,
    );
    expect(Object.keys(services)).toHaveLength(152);
    expect(services.s149).toMatchObject({ host: "alpha", container: "c149", health: { port: 1 } });
  });

  it("may end its lines as Windows does and begin with a byte order mark", () => {
    const text = `\ufeff${compose().replaceAll("\n", "\r\n")}`;
    expect(stackOf(Buffer.from(text)).services.shop?.host).toBe("alpha");
  });

  it("may write numbers as names", () => {
    expect(
      stackOf("hosts: { 1: { ssh: alpha } }\nservices: { 2: { kind: container, host: '1' } }\n").hosts,
    ).toEqual({
      1: { ssh: "alpha" },
    });
  });

  it.each([
    "alpha",
    "root@alpha",
    "deploy.user@10.0.0.1:2222",
    "root@[fd00::1]:22",
    "[fd00::1]",
    "CORP\\admin@alpha",
    "my_alias",
  ])("reaches %s by ssh", (ssh) => {
    expect(problemsOf(`hosts: { a: { ssh: '${ssh}' } }\nservices: {}\n`)).toEqual([]);
  });

  it.each(["uploads/**", "*.log", "!(keep|stay)", "/srv/media/**", "a..b/*", "[!a]*", ".env", "a b"])(
    "takes the pattern %s",
    (glob) => {
      expect(problemsOf(compose(`move: { exclude: ["${glob}"] }`))).toEqual([]);
    },
  );

  it("takes the same domain on two proxies, and the same directory on two hosts", () => {
    const text = `${HOSTS}proxies:
  one: { kind: nginx, host: alpha }
  two: { kind: nginx, host: beta }
services:
  a: { kind: compose, host: alpha, directory: /srv/a, route: { proxy: one, domain: a.org, port: 80 } }
  b: { kind: compose, host: beta, directory: /srv/a, route: { proxy: two, domain: a.org, port: 80 } }
`;
    expect(problemsOf(text)).toEqual([]);
  });

  it("takes directories that only begin alike", () => {
    const text = `${HOSTS}services:
  a: { kind: compose, host: alpha, directory: /srv/a }
  ab: { kind: compose, host: alpha, directory: /srv/ab }
`;
    expect(problemsOf(text)).toEqual([]);
  });
});
