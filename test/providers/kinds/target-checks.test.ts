import { describe, expect, it } from "vitest";
import type { DockerVolume } from "../../../providers/facts/docker-objects";
import { externalNetworkChecks } from "../../../providers/kinds/docker-checks";
import { subnetsOverlap } from "../../../providers/kinds/docker-networks";
import { devicesThere, networkMountChecks, volumeChecks } from "../../../providers/kinds/target-checks";
import type { Observed } from "../../../providers/model/service";
import { recorded } from "../recorded";
import { drive } from "./drive";

const beta = { name: "beta", address: "10.0.0.2", root: "" };

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
