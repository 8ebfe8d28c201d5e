import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { DOMAIN, decide, difference, moveTo, routeFile, stackFile } from "../../../program/demo/stack-file";
import { matchTemplate } from "../../../providers/proxies/template";
import { stack } from "../../../schemas/stack";

const site = { directory: "/srv/the demo's", alpha: "127.0.0.1", beta: "::1", port: 8300, gatePort: 8301 };

describe("the demo's stack file", () => {
  it("is valid, also in a directory with spaces and quotes", () => {
    const read = stack.parse(parse(stackFile(site)));
    expect(read.services.notes?.host).toBe("alpha");
    expect(read.hosts.alpha).toEqual({ local: "/srv/the demo's/alpha", address: "127.0.0.1" });
  });

  it("has a template that reads back the route file with which the demo begins", () => {
    const read = stack.parse(parse(stackFile(site)));
    const edge = read.proxies?.edge;
    if (edge?.kind !== "command") throw new Error("the proxy is of another kind");
    const route = { proxy: "edge", domain: DOMAIN, port: 8300, service: "notes" };
    expect(matchTemplate(edge.template, route, routeFile("127.0.0.1:8300"))).toBe("127.0.0.1:8300");
  });

  it("moves by one line, and back", () => {
    const text = stackFile(site);
    const moved = moveTo(text, "beta");
    expect(stack.parse(parse(moved)).services.notes?.host).toBe("beta");
    expect(difference(text, moved).filter((line) => !line.startsWith("  "))).toEqual([
      "-     host: alpha",
      "+     host: beta",
    ]);
    expect(moveTo(moved, "alpha")).toBe(text);
  });

  it("takes a decision as one more line of the service", () => {
    const decided = decide(stackFile(site), "move: { conflicts: { skip: [data/settings.json] } }");
    const notes = stack.parse(parse(decided)).services.notes;
    expect(notes?.move?.conflicts?.skip).toEqual(["data/settings.json"]);
    expect(difference(stackFile(site), decided).filter((line) => line.startsWith("- "))).toEqual([]);
  });

  it("shows no difference where there is none", () => {
    expect(difference("a\nb\n", "a\nb\n").filter((line) => !line.startsWith("  "))).toEqual([]);
  });
});
