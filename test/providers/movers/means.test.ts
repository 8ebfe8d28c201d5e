import { describe, expect, it } from "vitest";
import { meansOf } from "../../../providers/movers/means";

const host = (name: string, ...tools: string[]) => ({ name, tools: new Set(tools) });

describe("the rung that files travel on", () => {
  it("is the best that both hosts can do", () => {
    const all = ["zstd", "gzip", "python3"];
    expect(meansOf(host("alpha", ...all), host("beta", ...all))).toEqual({
      means: { codec: "zstd", blocks: true },
      because: ["one stream, zstd", "of large files only what differs (python3 on both)"],
    });
  });

  it("is lower for each tool that one of them lacks, and says which", () => {
    expect(meansOf(host("alpha", "zstd", "gzip"), host("beta", "gzip", "python3"))).toEqual({
      means: { codec: "gzip", blocks: false },
      because: ["one stream, gzip (no zstd on beta)", "large files whole: no python3 on alpha"],
    });
    expect(meansOf(host("alpha"), host("beta"))).toEqual({
      means: { codec: "none", blocks: false },
      because: [
        "one stream, not compressed (no zstd on alpha and beta, no gzip on alpha and beta)",
        "large files whole: no python3 on alpha and beta",
      ],
    });
  });
});
