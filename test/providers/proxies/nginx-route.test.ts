import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNginx } from "../../../providers/facts/nginx-syntax";
import type { Route } from "../../../providers/model/proxy";
import { renderRoute, upstreamOfRoute } from "../../../providers/proxies/nginx-route";

const route: Route = { proxy: "edge", domain: "shop.example.org", port: 8080, service: "shop" };
const text = renderRoute(route, "10.77.0.11:8080", true);

describe("an nginx route file", () => {
  it("says who wrote it, and gives its upstream back", () => {
    expect(text).toMatch(/^# Written by Ferry for the service shop\./);
    expect(upstreamOfRoute(route, text)).toBe("10.77.0.11:8080");
    const six = renderRoute(route, "[fd00::11]:8080", false);
    expect(six).toContain("proxy_pass http://[fd00::11]:8080;");
    expect(upstreamOfRoute(route, six)).toBe("[fd00::11]:8080");
  });

  it("listens on IPv6 only where the host has it", () => {
    expect(text).toContain("listen [::]:80;");
    expect(renderRoute(route, "h:1", false)).not.toContain("[::]");
  });

  it.each([
    [
      "its proxy_pass was changed",
      text.replace("proxy_pass http://10.77.0.11", "proxy_pass http://10.77.0.12"),
    ],
    ["its mark was changed", text.replace('"10.77.0.11:8080"', '"10.77.0.12:8080"')],
    ["it has a second proxy_pass", text.replace(/^( *proxy_pass .*)$/m, "$1\n$1")],
    ["its proxy_pass was commented out", text.replace("proxy_pass http", "# proxy_pass http")],
    ["its server_name was changed", text.replace("server_name shop", "server_name stall")],
    ["its mark is gone", text.replace(/^# ferry:.*\n/m, "")],
    ["it has two marks", text.replace(/^(# ferry:.*\n)/m, "$1$1")],
    ["its mark is no JSON", text.replace('# ferry: {"', "# ferry: {")],
    ["it is somebody else's", "server { listen 80; }"],
    ["it is empty", ""],
  ])("is not trusted where %s", (_, changed) => {
    expect(changed).not.toBe(text);
    expect(upstreamOfRoute(route, changed)).toBeUndefined();
  });

  it("is not trusted for another service or domain", () => {
    expect(upstreamOfRoute({ ...route, service: "stall" }, text)).toBeUndefined();
    expect(upstreamOfRoute({ ...route, domain: "stall.example.org" }, text)).toBeUndefined();
  });

  it("names its variable so that no two services share one", () => {
    const names = fc.stringMatching(/^[a-z0-9](?:[a-z0-9._-]{0,20}[a-z0-9])?$/);
    const variable = (service: string) =>
      /map \$http_upgrade (\$[a-z0-9_]+) \{/.exec(renderRoute({ ...route, service }, "h:1", true))?.[1];
    fc.assert(
      fc.property(names, names, (one, other) => {
        expect(variable(one)).toBeDefined();
        expect(variable(one) === variable(other)).toBe(one === other);
      }),
    );
  });

  it("has websockets, forwarded headers, no limit on bodies, and no retry of what may not be repeated", () => {
    const [map, server] = parseNginx("f", text);
    expect(map?.name).toBe("map");
    const inside = server?.block ?? [];
    const location = inside.find((each) => each.name === "location")?.block ?? [];
    const settings = [...inside, ...location].map((each) => [each.name, ...each.args].join(" "));
    expect(settings).toEqual(
      expect.arrayContaining([
        "client_max_body_size 0",
        "proxy_http_version 1.1",
        "proxy_set_header Host $host",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for",
        "proxy_set_header X-Forwarded-Proto $scheme",
        "proxy_set_header Upgrade $http_upgrade",
        "proxy_set_header Connection $ferry_shop_upgrade",
        "proxy_next_upstream error timeout",
      ]),
    );
  });
});
