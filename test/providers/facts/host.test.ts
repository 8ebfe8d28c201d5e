import { describe, expect, it } from "vitest";
import {
  mountOf,
  networkOf,
  parseIdentity,
  parseMemory,
  parseMounts,
  parseSpace,
} from "../../../providers/facts/host";
import { parseListeners } from "../../../providers/facts/listeners";
import { parseMemory as parseContainerMemory } from "../../../providers/facts/memory";
import { portText } from "../../../providers/facts/published-ports";
import { recorded } from "../recorded";

describe("listeners", () => {
  it("are read from ss with the program that listens", () => {
    const found = parseListeners(recorded("listeners-ss").stdout);
    expect(found).toContainEqual({
      address: "127.0.0.1",
      port: 9090,
      protocol: "tcp",
      program: "docker-proxy",
    });
    expect(found).toContainEqual({ address: "::", port: 22, protocol: "tcp", program: "sshd" });
    expect(found).toContainEqual({
      address: "0.0.0.0",
      port: 9091,
      protocol: "udp",
      program: "docker-proxy",
    });
  });

  it("are the same from the kernel's own tables", () => {
    const ports = (name: string) => [...new Set(parseListeners(recorded(name).stdout).map(portText))].sort();
    expect(ports("listeners-proc")).toEqual(ports("listeners-ss"));
  });

  it("are read from the kernel's tables with IPv6 addresses", () => {
    const line =
      "   0: B80D0120000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 1\n";
    const mapped =
      "   1: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 1\n";
    const found = parseListeners(`proc\ntcp6\n${line}${mapped}`);
    expect(found.map(({ address, port }) => `${address} ${port}`)).toEqual([
      "2001:db8::1 8080",
      "127.0.0.1 8081",
    ]);
  });

  it("take a socket of both families for every address", () => {
    expect(
      parseListeners("ss\ntcp LISTEN 0 511 *:8080 *:*\nudp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*\n"),
    ).toEqual([
      { address: "::", port: 8080, protocol: "tcp" },
      { address: "127.0.0.53", port: 53, protocol: "udp" },
    ]);
  });

  it("are refused where neither was printed", () => {
    expect(() => parseListeners("bash: ss: command not found")).toThrow(SyntaxError);
  });
});

describe("memory", () => {
  it("is what programs could still get", () => {
    const text = recorded("memory").stdout;
    expect(parseMemory(text)).toBe(Number(/MemAvailable:\s+(\d+)/.exec(text)?.[1]) * 1024);
  });

  it("is estimated on kernels that do not say", () => {
    expect(parseMemory("MemTotal: 100 kB\nMemFree: 10 kB\nCached: 5 kB\n")).toBe(15 * 1024);
  });

  it("of containers leaves out pages that only cache files", () => {
    expect(parseContainerMemory(recorded("memory-containers").stdout)).toBe(12984320);
    expect(parseContainerMemory("aa 1000 300\nbb 500 700\n")).toBe(700);
    expect(parseContainerMemory("")).toBeUndefined();
  });
});

describe("space", () => {
  it("is told for paths that are not there yet", () => {
    const [shop, later, proc] = parseSpace(recorded("space").stdout);
    expect(shop).toMatchObject({ path: "/srv/shop", mount: "/", device: "overlay", writable: true });
    expect(shop?.free).toBe(74313872 * 1024);
    expect(shop?.freeInodes).toBe(16154641);
    expect(later).toMatchObject({ path: "/srv/not/there/yet", mount: "/" });
    expect(proc).not.toHaveProperty("freeInodes");
  });

  it("understands devices and mounts with spaces", () => {
    const [found] = parseSpace(
      "path /a\n//nas/my share 10 4 6 40% /mnt/my share\n- - - - - /mnt/my share\nreadonly\n",
    );
    expect(found).toMatchObject({
      device: "//nas/my share",
      mount: "/mnt/my share",
      free: 6144,
      writable: false,
    });
  });
});

describe("mounts", () => {
  const table = parseMounts(recorded("mounts").stdout);

  it("are matched by the deepest, and of two over each other the last", () => {
    expect(mountOf("/var/lib/docker/volumes/x", table)?.path).toBe("/var/lib/docker");
    expect(mountOf("/srv/shop", table)?.path).toBe("/");
    expect(mountOf("/run/host/os-release", table)?.readOnly).toBe(false);
    expect(mountOf("/var/lib/dockers", table)?.path).toBe("/");
  });

  it("tell network drives, names with spaces included", () => {
    expect(networkOf("/mnt/with space/films", table)).toBe("nfs4 from 10.0.0.5:/export");
    expect(networkOf("/srv", table)).toBeUndefined();
  });
});

describe("identity", () => {
  it("gives clock, machine, boot, name, addresses and tools", () => {
    const found = parseIdentity(recorded("identity").stdout);
    expect(found).toMatchObject({ machine: "x86_64", hostname: "alpha", addresses: ["10.77.0.11"] });
    expect(found.clock).toBeGreaterThan(1.7e9);
    expect([...found.tools]).toEqual(["rsync", "tar", "zstd", "gnu-find"]);
  });

  it("reads the clock of busybox, which has no fraction", () => {
    expect(parseIdentity("clock 1795269027.%N\n").clock).toBe(1795269027);
  });
});
