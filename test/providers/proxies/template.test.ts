import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Route } from "../../../providers/model/proxy";
import {
  matchTemplate,
  renderPath,
  renderTemplate,
  sharedDirectory,
} from "../../../providers/proxies/template";

const route: Route = { proxy: "edge", domain: "shop.example.org", port: 8080, service: "shop" };
const upstreams = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65535 })).map(([ip, port]) => `${ip}:${port}`),
  fc.tuple(fc.ipV6(), fc.integer({ min: 1, max: 65535 })).map(([ip, port]) => `[${ip}]:${port}`),
  fc.tuple(fc.domain(), fc.integer({ min: 1, max: 65535 })).map(([name, port]) => `${name}:${port}`),
);

/** Templates with anything in them, the upstream set apart by characters that no address has. */
const templates = fc
  .array(fc.oneof(fc.constantFrom("{service}", "{domain}", "{{x}}", "{ ", "}", "$1", ".*"), fc.string()), {
    maxLength: 6,
  })
  .map((parts) => parts.join("\n").replace(/\{(?!(?:service|domain)\}|\{x\}\})/g, "("))
  .chain((rest) =>
    fc
      .constantFrom('"{upstream}"', '"{address}" "{port}"', '"{upstream}" ({upstream})')
      .map((place) => rest + place + rest),
  );

describe("a template", () => {
  it("gives back the upstream it was filled with, whatever stands around it", () => {
    fc.assert(
      fc.property(templates, upstreams, (template, upstream) => {
        expect(matchTemplate(template, route, renderTemplate(template, route, upstream))).toBe(upstream);
      }),
    );
  });

  it("does not match a text that was changed anywhere", () => {
    const template = 'server {service} { to "{upstream}"; also "{upstream}"; }';
    const text = renderTemplate(template, route, "10.0.0.1:80");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: text.length - 1 }),
        fc.constantFrom("x", "\n", "9", ""),
        (at, char) => {
          const changed = text.slice(0, at) + char + text.slice(at + 1);
          if (changed !== text) expect(matchTemplate(template, route, changed)).not.toBe("10.0.0.1:80");
        },
      ),
    );
  });

  it("fills every placeholder", () => {
    const template = "{service} {domain} {upstream} {address} {port}";
    expect(renderTemplate(template, route, "[fd00::2]:81")).toBe(
      "shop shop.example.org [fd00::2]:81 fd00::2 81",
    );
  });

  it("takes the route's port where the template has only the address", () => {
    expect(matchTemplate("to {address}", route, "to 10.0.0.9")).toBe("10.0.0.9:8080");
  });

  it("leaves braces alone that are no placeholder, and takes doubled ones as they are meant", () => {
    const template = '{"a":{"b":"{upstream}"}} {http.request.host} {{host}} {}';
    expect(renderTemplate(template, route, "h:1")).toBe('{"a":{"b":"h:1"}} {http.request.host} {host} {}');
  });

  it("refuses an unknown placeholder and names the ones there are", () => {
    expect(() => renderTemplate("{upstrem}", route, "h:1")).toThrow(
      /\{upstrem\}.*\{upstream\}.*\{\{upstrem\}\}/,
    );
    expect(() => renderPath("/etc/{upstream}", route)).toThrow(/\{service\}, \{domain\}/);
  });

  it.each(["no upstream", "{port}", "{address}{port}"])(
    "refuses %j, from which nobody could read where the route leads",
    (template) => {
      expect(() => renderTemplate(template, route, "10.0.0.1:8081")).toThrow(/does not say where/);
    },
  );

  it("refuses an upstream that would bring something else into the file", () => {
    for (const bad of ["a b:1", "h:0", "h:65536", "h", ":1", "h;:1", "h\n:1", "[fd00::1:1", "-h:1"]) {
      expect(() => renderTemplate("{upstream}", route, bad), bad).toThrow(/not an address/);
    }
  });

  it("names the directory that all files of a proxy share", () => {
    expect(sharedDirectory("/etc/edge/{service}.json")).toBe("/etc/edge");
    expect(sharedDirectory("/etc/edge/{domain}/{service}.json")).toBe("/etc/edge");
    expect(sharedDirectory("/{service}")).toBe("/");
    expect(sharedDirectory("/etc/edge/one.json")).toBe("/etc/edge");
    expect(renderPath("/etc/{service}/{domain}.conf", route)).toBe("/etc/shop/shop.example.org.conf");
  });
});
