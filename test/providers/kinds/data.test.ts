import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DockerVolume } from "../../../providers/facts/docker-objects";
import { sortData, type UsedVolume } from "../../../providers/kinds/datasets";
import { judge, type UsedPath, within } from "../../../providers/kinds/host-paths";
import { natureOf } from "../../../providers/kinds/volumes";

const path = (at: string, more: Partial<UsedPath> = {}): UsedPath => ({
  path: at,
  by: "web",
  type: "directory",
  real: at,
  readOnly: false,
  ...more,
});
const volume = (name: string, more: Partial<DockerVolume> = {}): UsedVolume => ({
  by: "db",
  external: false,
  volume: {
    Name: name,
    Driver: "local",
    Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    Labels: null,
    Options: null,
    Scope: "local",
    ...more,
  },
});
const sort = (paths: UsedPath[], volumes: UsedVolume[] = [], directory: string | undefined = "/srv/shop") =>
  sortData({ ...(directory === undefined ? {} : { directory }), paths, volumes });

describe("paths of the host that a service mounts", () => {
  it("travel with it", () => {
    expect(sort([path("/srv/media"), path("/etc/shop.conf", { type: "file" })]).datasets).toEqual([
      { id: "directory", type: "directory", path: "/srv/shop" },
      { id: "bind:/etc/shop.conf", type: "bind", path: "/etc/shop.conf", file: true },
      { id: "bind:/srv/media", type: "bind", path: "/srv/media" },
    ]);
  });

  it("are part of the directory, or of another mount, where they lie in it", () => {
    const found = sort([
      path("/srv/shop/uploads"),
      path("/data/a/b"),
      path("/data/a"),
      path("/data/ab"),
      path("/srv/shop/gone", { type: "missing" }),
    ]);
    expect(found.datasets.map(({ id }) => id)).toEqual(["directory", "bind:/data/a", "bind:/data/ab"]);
    expect(found.troubles).toEqual([]);
  });

  it("travel once where a symbolic link leads to the same place", () => {
    const found = sort([path("/data/real"), path("/data/link", { real: "/data/real" })]);
    expect(found.datasets.map(({ id }) => id)).toEqual(["directory", "bind:/data/real"]);
  });

  it("may hold the directory itself", () => {
    expect(sort([path("/srv/shop-all")], [], "/srv/shop-all/compose").datasets.map(({ id }) => id)).toEqual([
      "bind:/srv/shop-all",
    ]);
  });

  it.each([
    ["/var/run/docker.sock", "socket"],
    ["/run/mysqld/mysqld.sock", "socket"],
    ["/dev/ttyUSB0", "device"],
    ["/dev/dri", "directory"],
    ["/proc", "directory"],
    ["/sys/fs/cgroup", "directory"],
    ["/etc/localtime", "file"],
    ["/etc/timezone", "file"],
    ["/lib/modules", "directory"],
    ["/usr/src", "directory"],
    ["/var/lib/docker/containers", "directory"],
    ["/etc/machine-id", "file"],
  ] as const)("stay where they are the host's own: %s", (at, type) => {
    const { datasets, left, troubles } = sort([path(at, { type })]);
    expect(datasets.map(({ id }) => id)).toEqual(["directory"]);
    expect(left).toEqual([{ what: `${at} (web)`, why: expect.stringMatching(/\w/) }]);
    expect(troubles).toEqual([]);
  });

  it.each(["/", "/etc", "/home", "/srv", "/var/log", "/mnt"])(
    "are refused where they are everybody's: %s",
    (at) => {
      expect(judge(path(at))).toMatchObject({ travels: false, trouble: { outcome: "fail" } });
      expect(judge(path(at, { readOnly: true }))).toMatchObject({
        travels: false,
        trouble: { outcome: "warn" },
      });
    },
  );

  it("are a trouble where they are missing", () => {
    expect(sort([path("/srv/media", { type: "missing" })]).troubles).toEqual([
      {
        name: "bind mount",
        outcome: "fail",
        text: "web uses /srv/media, which is not there.",
        remedy: expect.any(String),
      },
    ]);
  });

  it("are attached, not copied, where they lie on a network drive", () => {
    const { datasets, left } = sort([path("/mnt/nas/films", { network: "nfs4 from nas:/films" })]);
    expect(datasets).toHaveLength(1);
    expect(left[0]?.why).toMatch(/nfs4 from nas:\/films.*not copied/);
  });

  it("are told once with all who use them", () => {
    const { left } = sort([path("/dev/x", { type: "device" }), path("/dev/x", { type: "device", by: "db" })]);
    expect(left).toEqual([{ what: "/dev/x (db, web)", why: "a device of the host" }]);
  });

  it("of a local host are judged without its root", () => {
    expect(judge(path("/srv/data", { real: "/run/hosts/a/srv/data" }))).toEqual({ travels: true });
  });
});

describe("volumes", () => {
  it.each([
    [{}, { is: "directory", path: "/var/lib/docker/volumes/v/_data" }],
    [{ Options: { type: "none", o: "bind", device: "/srv/data/" } }, { is: "bind", path: "/srv/data" }],
    [{ Options: { o: "rw,bind", device: "/srv/data" } }, { is: "bind", path: "/srv/data" }],
    [{ Options: { type: "tmpfs", device: "tmpfs" } }, { is: "memory" }],
    [{ Options: { type: "nfs4", o: "addr=10.0.0.5", device: ":/x" } }, { is: "network", how: "nfs4" }],
    [{ Options: { type: "cifs", device: "//nas/x" } }, { is: "network", how: "cifs" }],
    [{ Driver: "rclone:latest" }, { is: "network", how: "driver rclone:latest" }],
    [{ Options: { type: "ext4", device: "/dev/sdb1" } }, { is: "disk", device: "/dev/sdb1" }],
  ] as [Partial<DockerVolume>, object][])("with %j are seen as %j", (more, nature) => {
    expect(natureOf(volume("v", more).volume)).toEqual(nature);
  });

  it("travel, stay in memory, are attached, or are a trouble", () => {
    const { datasets, left, troubles } = sort(
      [],
      [
        volume("data"),
        volume("mem", { Options: { type: "tmpfs" } }),
        volume("nas", { Options: { type: "nfs", o: "addr=x,password=hunter2", device: ":/x" } }),
        volume("disk", { Options: { type: "xfs", device: "/dev/sdb1" } }),
      ],
    );
    expect(datasets.map(({ id }) => id)).toEqual(["directory", "volume:data"]);
    expect(left.map(({ what }) => what)).toEqual(["volume mem (db)", "volume nas (db)", "volume disk (db)"]);
    expect(JSON.stringify(left)).not.toContain("hunter2");
    expect(troubles.map(({ outcome }) => outcome)).toEqual(["fail"]);
  });

  it("that are external travel, and are named", () => {
    const { datasets, troubles } = sort([], [{ ...volume("shared"), external: true }]);
    expect(datasets.map(({ id }) => id)).toContain("volume:shared");
    expect(troubles[0]).toMatchObject({ outcome: "warn", text: expect.stringContaining("shared") });
  });

  it("that are the directory by another name are part of it", () => {
    const bound = volume("v", { Options: { type: "none", o: "bind", device: "/srv/shop/data" } });
    expect(sort([], [bound]).datasets.map(({ id }) => id)).toEqual(["directory"]);
  });

  it("without a name travel where one container has them, and are told by the beginning of their name", () => {
    const name = "ab".repeat(32);
    const one = { ...volume(name), anonymous: { attach: true, why: "" } };
    const many = { ...volume(name), anonymous: { attach: false, why: "of one of 2 replicas" } };
    expect(sort([], [one]).datasets.at(-1)?.id).toBe(`volume:${name}`);
    expect(sort([], [many]).left).toEqual([
      { what: "volume abababababab (db)", why: "of one of 2 replicas" },
    ]);
  });
});

const anyPath = fc
  .array(fc.constantFrom("a", "b", "ab", "c"), { minLength: 1, maxLength: 4 })
  .map((words) => `/data/${words.join("/")}`);

describe("sorting", () => {
  it("gives the same whatever order Docker tells mounts in", () => {
    const paths = [
      path("/b"),
      path("/a", { by: "x" }),
      path("/a", { by: "y" }),
      path("/dev/z", { type: "device" }),
      path("/dev/y", { type: "device" }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
        expect(sort(shuffled)).toEqual(sort(paths));
      }),
    );
  });

  it("sends every path exactly once, whatever lies in whatever", () => {
    fc.assert(
      fc.property(fc.array(anyPath, { minLength: 1, maxLength: 8 }), (paths) => {
        const { datasets } = sort(
          paths.map((each) => path(each)),
          [],
          undefined,
        );
        for (const each of paths)
          expect(datasets.filter((dataset) => within(each, dataset.path))).toHaveLength(1);
        for (const a of datasets)
          for (const b of datasets) if (a !== b) expect(within(a.path, b.path)).toBe(false);
      }),
    );
  });
});
