import { describe, expect, it } from "vitest";
import { listListeners } from "../../../providers/commands/host";
import type { SeenContainer } from "../../../providers/facts/docker";
import { portChecks } from "../../../providers/kinds/port-checks";
import type { Port } from "../../../providers/model/service";
import { recorded } from "../recorded";
import { drive, seen } from "./drive";

const beta = { name: "beta", address: "10.0.0.2", root: "" };

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
