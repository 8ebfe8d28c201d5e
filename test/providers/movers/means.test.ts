import { describe, expect, it } from "vitest";
import { meansOf } from "../../../providers/movers/means";

/** What files travel by wherever there are many of them. */
const STREAMS = "several streams at once for a first copy of 20,000 files and more";
const streamsFrom = 20_000;

const host = (name: string, ...tools: string[]) => ({ name, tools: new Set(tools) });

describe("the rung that files travel on", () => {
  it("is the best that both hosts can do", () => {
    const all = ["zstd", "gzip", "python3"];
    expect(meansOf(host("alpha", ...all), host("beta", ...all))).toEqual({
      means: { codec: "zstd", blocks: true, attributes: "python3", streamsFrom },
      because: ["one stream, zstd", STREAMS, "of large files only what differs (python3 on both)"],
    });
  });

  it("has the faster checksums where both hosts have them", () => {
    const all = ["zstd", "python3", "b3sum"];
    expect(meansOf(host("alpha", ...all), host("beta", ...all)).means.hasher).toBe("b3sum");
    const { means, because } = meansOf(host("alpha", ...all), host("beta", "zstd", "python3"));
    expect(means.hasher).toBeUndefined();
    expect(because.join()).not.toContain("b3sum");
  });

  it("is lower for each tool that one of them lacks, and says which", () => {
    const alpha = host("alpha", "zstd", "gzip", "getfattr");
    expect(meansOf(alpha, host("beta", "gzip", "python3", "getfattr"))).toEqual({
      means: { codec: "gzip", blocks: false, attributes: "getfattr", streamsFrom },
      because: [
        "one stream, gzip (no zstd on beta)",
        STREAMS,
        "large files whole: no python3 on alpha, no rsync 3.1 with ACLs and xattrs on alpha and beta",
        "extended attributes, access lists and capabilities compared by getfattr",
      ],
    });
    expect(meansOf(host("alpha"), host("beta"))).toEqual({
      means: { codec: "none", blocks: false, attributes: "none", streamsFrom },
      because: [
        "one stream, not compressed (no zstd on alpha and beta, no gzip on alpha and beta)",
        STREAMS,
        "large files whole: no python3 on alpha and beta, no rsync 3.1 with ACLs and xattrs on alpha and beta",
        "extended attributes, access lists and capabilities travel, but are not compared: " +
          "no python3 on alpha and beta, no getfattr on alpha and beta",
      ],
    });
  });

  it("is rsync's delta where python3 is missing on one of them, and rsync is on both", () => {
    const alpha = host("alpha", "zstd", "python3", "rsync", "rsync-exact");
    expect(meansOf(alpha, host("beta", "zstd", "rsync", "rsync-exact"))).toMatchObject({
      means: { blocks: "rsync" },
      because: expect.arrayContaining([
        "of large files that are on the target already only what differs, by rsync (no python3 on beta)",
      ]),
    });
    expect(meansOf(alpha, host("beta", "zstd", "rsync")).means.blocks).toBe(false);
    expect(meansOf(alpha, host("beta", "python3")).means.blocks).toBe(true);
  });

  it("does not compare what two tools say", () => {
    const { means, because } = meansOf(host("alpha", "python3"), host("beta", "getfattr"));
    expect(means.attributes).toBe("none");
    expect(because.at(-1)).toContain("not compared: no python3 on beta, no getfattr on alpha");
  });
});
