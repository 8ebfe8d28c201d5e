import { describe, expect, it } from "vitest";
import { archiveMover } from "../../../providers/movers/archive";
import { filesMover } from "../../../providers/movers/files";
import { ladder } from "../../../providers/movers/ladder";
import { treeMover } from "../../../providers/movers/registry";

const host = (name: string, ...tools: string[]) => ({ name, tools: new Set(tools) });
const BUSYBOX = ["tar", "find", "stat", "awk", "gzip", "sha256sum", "base64"];
const DEBIAN = [...BUSYBOX, "gnu-find", "gnu-tar", "gnu-sort", "b2sum", "zstd", "python3"];

describe("the ladder of movers", () => {
  it("is the best rung where both hosts have all of it, and then says nothing of the others", () => {
    const { means, because } = treeMover.means(host("alpha", ...DEBIAN), host("beta", ...DEBIAN));
    expect(means).toMatchObject({ codec: "zstd", blocks: true });
    expect(means.mover ?? "files").toBe("files");
    expect(because.join()).not.toContain("archive");
  });

  it("is the next one where a host lacks something, and says which host and what, and what gets lost", () => {
    const { means, because } = treeMover.means(host("alpha", ...DEBIAN), host("beta", ...BUSYBOX));
    expect(means).toEqual({ mover: "archive", codec: "gzip", blocks: false, attributes: "none" });
    expect(because[0]).toBe("not by files: no GNU find, GNU tar, GNU sort, b2sum on beta");
    expect(because).toEqual(expect.arrayContaining(Object.values(archiveMover.lacks ?? {})));
    expect(because.join("\n")).toMatch(/whole seconds.*holes.*extended attributes/s);
  });

  it("names what is missing where no rung will do", () => {
    const { because } = treeMover.means(host("alpha", ...BUSYBOX), host("beta", "tar"));
    expect(because.join("\n")).toContain(
      "not by archive: no find, stat, awk, gzip, sha256sum, base64 on beta",
    );
  });

  it("stays on the rung that a move began on, also one of an older version's journal", () => {
    const mover = ladder([
      { ...filesMover, staged: () => "by files" },
      { ...archiveMover, staged: () => "by archive" },
    ]);
    const passage = (means: object) => ({ means }) as Parameters<typeof mover.staged>[0];
    expect(mover.staged(passage({ mover: "archive" }))).toBe("by archive");
    expect(mover.staged(passage({}))).toBe("by files");
  });
});
