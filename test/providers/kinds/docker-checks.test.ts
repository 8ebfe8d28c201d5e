import { describe, expect, it } from "vitest";
import { dockerFit } from "../../../providers/kinds/docker-checks";
import type { Result } from "../../../providers/model/command";
import { recorded } from "../recorded";
import { drive } from "./drive";

const beta = { name: "beta", address: "10.0.0.2", root: "" };

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
