import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { perform } from "../../../providers/engine/perform";
import { filesMover } from "../../../providers/movers/files";
import { chooseSnapshots } from "../../../providers/movers/snapshots";
import { withoutBtrfs } from "../../contract/benches/btrfs";
import { snapshotBench } from "../../contract/benches/snapshots";
import type { MoverBench } from "../../contract/mover/bench";

const BY_FILES = {
  mover: filesMover,
  means: { codec: "zstd", blocks: true, attributes: "python3" },
} as const;

let bench: MoverBench;
afterEach(() => bench.close());

const sh = (text: string, ...args: string[]): string =>
  execFileSync("sh", ["-ec", text, "sh", ...args], { encoding: "utf8" });

describe.skipIf(withoutBtrfs)("a snapshot of the source", () => {
  it("is planned for what it can be made of, and declined for the rest with the reason", async () => {
    bench = await snapshotBench("data", BY_FILES);
    const { source, scratch } = bench;
    const root = source.host.root;
    sh(
      `cd "$1/srv"; mkdir -p plain nested/in bound/here mounted/on real ../etc
      btrfs -q subvolume create nested/in/volume; btrfs -q subvolume create own; btrfs -q subvolume create own/deeper; mkdir own/data
      mount --bind plain bound/here; mount -t tmpfs none mounted/on; ln -s ../srv/real ../etc/link; echo x > plain/file`,
      root,
    );
    const choice = async (path: string, file = false) => {
      const dataset = { id: path, type: "bind", path: `${root}${path}`, file } as const;
      const { of, because } = await perform(source, chooseSnapshots(source.host, [dataset]));
      return of.has(path) ? "fits" : because.map((line) => line.replaceAll(scratch.source, "SRV")).join();
    };
    expect(await choice("/srv/plain")).toBe("fits");
    expect(await choice("/srv/plain/file", true)).toBe("fits");
    expect(await choice("/srv/own/data")).toBe("fits");
    expect(await choice("/srv/own")).toContain(
      "not from a snapshot: SRV/own/deeper is a subvolume of its own",
    );
    expect(await choice("/srv/nested")).toContain("SRV/nested/in/volume is a subvolume of its own");
    expect(await choice("/srv/bound/here")).toContain("is not mounted around it");
    expect(await choice("/srv/mounted")).toContain("SRV/mounted/on is mounted in it");
    sh(
      'umount "$1/srv/bound/here" "$1/srv/mounted/on"; btrfs -q subvolume delete "$1/srv/nested/in/volume" "$1/srv/own/deeper" "$1/srv/own"',
      root,
    );
    expect(await choice("/srv")).toContain("can be written to");
    expect(await choice("/etc/link")).toContain("can be written to");
    expect(await choice("/etc")).toBe("");
    expect(await choice("/nowhere")).toContain("cannot be entered");
  });
});
