import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyBytes, type Layer, layersTransfer } from "../../../providers/commands/image-layers";
import { chainsOf } from "../../../providers/facts/image-layers";
import { shellLine } from "../../../providers/transport/shell";
import { runHere } from "../here";

/** Of tiny/web:1 and tiny/job:1; both archives hold these two images. */
const BASE = "sha256:920152302ef1fcf3f69eacb17bacac678e6100944bf02c998c8d4b963858b200";
const LIB = "sha256:796cee95a4fab77d9dacd70257642681d61160f77418f67b2bd95156eb086891";
const WEB = [BASE, LIB, "sha256:b00d44780f4a874a2129f2cf39020aefe62c8004fb4b204c5e7d813fefc6d4a6"];
const JOB = [
  BASE,
  LIB,
  "sha256:5a41eb60d8c8b71db068bd7a42d0e0befc507478b113c3c69f2c9ad95d000fe6",
  "sha256:e98a39db35be81f4b9d716f35aa02e51e4ff68dd177d372fc4876f95c0588ec0",
];

const layers = (diffs: readonly string[], count: number): Layer[] =>
  chainsOf(diffs)
    .slice(0, count)
    .map((chain, at) => ({ chain: chain.slice(7), diff: (diffs[at] ?? "").slice(7) }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ferry-save-"));
  // Stands in for Docker: saves the recorded archive, and keeps what is loaded.
  const docker = `#!/bin/sh\ncase $1 in save) cat "$ARCHIVE"; exit "\${ENDS:-0}";; load) cat > "$LOADED";; esac\n`;
  writeFileSync(join(folder, "docker"), docker, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const archive = (version: string): Buffer =>
  gunzipSync(readFileSync(join(__dirname, `fixtures/save.${version}.tar.gz`)));

function send(saved: Buffer, leave: readonly Layer[], filter = true, ends = 0) {
  const { send: sending, receive } = layersTransfer(["sha256:aa"], leave, { filter, codec: "gzip" });
  writeFileSync(join(folder, "saved"), saved);
  const loaded = join(folder, "loaded");
  const env = {
    PATH: `${folder}:${process.env.PATH}`,
    ARCHIVE: join(folder, "saved"),
    LOADED: loaded,
    ENDS: String(ends),
  };
  const stream = join(folder, "stream");
  const said = runHere({
    argv: ["sh", "-c", `${shellLine(sending)} > ${stream}`],
    env,
    stdin: sending.stdin ?? "",
  });
  const took = runHere({ argv: ["sh", "-c", `${shellLine(receive)} < ${stream}`], env });
  return { ...said, took: took.code, arrived: readFileSync(loaded) };
}

function listed(tar: Buffer): string[] {
  writeFileSync(join(folder, "list.tar"), tar);
  return execFileSync("tar", ["-tf", join(folder, "list.tar")], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
}

describe.each(["20.10.24", "26.1.5"])("an archive of Docker %s", (version) => {
  const saved = archive(version);
  const gone = (leave: readonly Layer[]) => {
    const { code, arrived } = send(saved, leave);
    expect(code).toBe(0);
    const left = new Set(listed(arrived));
    return listed(saved).filter((name) => !left.has(name));
  };

  it("arrives as it was where nothing is left out", () => {
    const { code, took, arrived, stderr } = send(saved, []);
    expect([code, took]).toEqual([0, 0]);
    expect(arrived.equals(saved)).toBe(true);
    expect(copyBytes(stderr.trim().split("\n").at(-1) ?? "")).toBe(saved.length);
  });

  it("loses the files of the layers that the target has, and nothing else", () => {
    expect(gone(layers(WEB, 1))).toHaveLength(1);
    expect(gone(layers(WEB, 2))).toHaveLength(2);
    for (const name of gone(layers(WEB, 2))) expect(name).toMatch(/\/layer\.tar$|^blobs\/sha256\//);
  });

  it("knows the layers on top too, whose settings are part of their names", () => {
    const all = [...layers(WEB, 3), ...layers(JOB, 4)];
    expect(gone(all)).toHaveLength(5);
  });

  it("keeps what no layer on the list gives its name", () => {
    const others = layers([...WEB].reverse(), 2).map(({ chain, diff }) => ({
      chain,
      diff: `f${diff.slice(1)}`,
    }));
    expect(gone(others)).toEqual([]);
  });

  it("fails where Docker fails, or the archive ends too early", () => {
    expect(send(saved, layers(WEB, 1), true, 1)).toMatchObject({ code: 1 });
    expect(send(saved, [], false, 1)).toMatchObject({ code: 1 });
    const cut = send(saved.subarray(0, 5000), layers(WEB, 1));
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain("ended too early");
  });

  it("travels as it is from a source without python3", () => {
    const { code, arrived } = send(saved, [], false);
    expect(code).toBe(0);
    expect(arrived.equals(saved)).toBe(true);
  });
});
