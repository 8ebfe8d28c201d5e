import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeDirectory, fileTexts } from "../../../providers/facts/compose-files";
import { space } from "../../../providers/facts/host";
import { emptyDirectory, seenPaths, textFiles } from "../../../providers/facts/paths";
import { ask } from "../../../providers/model/procedure";
import { performHere } from "../here";

describe("paths of a host", () => {
  let root = "";
  const socket = createServer();
  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "paths-")));
    mkdirSync(join(root, "data/sub"), { recursive: true });
    symlinkSync("data", join(root, "link"));
    symlinkSync("nowhere", join(root, "dangling"));
    symlinkSync(`${root}/not/made/yet`, join(root, "ahead"));
    writeFileSync(join(root, "data/a file"), "x");
    await new Promise<void>((resolve) => socket.listen(join(root, "sock"), resolve));
  });
  afterAll(() => {
    socket.close();
    rmSync(root, { recursive: true });
  });

  it("are seen as what they are, where they really lie", () => {
    const paths = [
      "data",
      "link",
      "link/sub/",
      "link/a file",
      "link/not/there",
      "dangling",
      "ahead",
      "sock",
    ].map((path) => `${root}/${path}`);
    const seen = performHere(ask(seenPaths([...paths, "/dev/null", "/", "/not there/at all"])));
    expect([...seen.values()].map(({ type, real }) => [type, real.replace(root, "")])).toEqual([
      ["directory", "/data"],
      ["directory", "/data"],
      ["directory", "/data/sub"],
      ["file", "/data/a file"],
      ["missing", "/data/not/there"],
      ["missing", "/nowhere"],
      ["missing", "/not/made/yet"],
      ["socket", "/sock"],
      ["device", "/dev/null"],
      ["directory", "/"],
      ["missing", "/not there/at all"],
    ]);
  });

  it("have room told, also where they are not there yet", () => {
    const [there, later] = performHere(ask(space([root, `${root}/not/yet`])));
    expect(there?.free).toBeGreaterThan(0);
    expect(later).toMatchObject({ path: `${root}/not/yet`, mount: there?.mount, writable: true });
  });

  it("are empty or not", () => {
    expect(performHere(ask(emptyDirectory(`${root}/data/sub`)))).toBe(true);
    expect(performHere(ask(emptyDirectory(`${root}/data`)))).toBe(false);
    expect(performHere(ask(emptyDirectory(`${root}/gone`)))).toBe(false);
  });

  it("give their settings files, patterns not taken for names", () => {
    for (const name of [
      ".env",
      "local.env",
      "compose.yaml",
      "notes.txt",
      "data/x.env",
      "data/sub/deep.env",
    ]) {
      writeFileSync(join(root, name), "A=1\n");
    }
    const found = performHere(ask(textFiles(root, ["*.env", ".env", "*compose*.yaml"])));
    expect(found.map((path) => path.replace(root, ""))).toEqual([
      "/.env",
      "/compose.yaml",
      "/data/x.env",
      "/local.env",
    ]);
    expect(performHere(ask(textFiles(`${root}/gone`, ["*"])))).toEqual([]);
  });

  it("give the compose files of a directory, most wanted first, or where .env says they are", () => {
    const files = () => performHere(ask(composeDirectory(`${root}/link`)));
    expect(files()).toEqual({ real: `${root}/data`, files: [] });
    for (const name of ["docker-compose.yml", "compose.yaml", "compose.override.yml"])
      writeFileSync(join(root, "data", name), "");
    expect(files()?.files).toEqual(["compose.yaml", "docker-compose.yml", "compose.override.yml"]);
    writeFileSync(join(root, "data/.env"), 'COMPOSE_FILE="prod.yaml:extra.yaml"\n');
    expect(files()?.files).toEqual(["prod.yaml", "extra.yaml"]);
    expect(performHere(ask(composeDirectory(`${root}/gone`)))).toBeUndefined();
  });

  it("give the text of files; what cannot be read is empty", () => {
    const paths = [`${root}/data/a file`, `${root}/gone`, `${root}/.env`];
    expect([...performHere(ask(fileTexts(paths))).values()]).toEqual(["x", "", "A=1\n"]);
  });
});
