import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imageTransfer, pullImage } from "../../../providers/commands/images";
import type { DockerImage } from "../../../providers/facts/docker-objects";
import { contentOf } from "../../../providers/kinds/image-content";
import { imagePlan, planImages, pullReference } from "../../../providers/kinds/images";
import type { Result } from "../../../providers/model/command";
import type { ImageRef, Observed } from "../../../providers/model/service";
import { performSync } from "../../contract/perform-sync";
import { runHere } from "../here";
import { recorded } from "../recorded";

const digest = (name: string) => `${name}@sha256:${"d".repeat(64)}`;
const wanted: ImageRef = {
  name: "postgres:15",
  id: "sha256:aa",
  digests: [digest("postgres")],
  bytes: 100,
  platform: "linux/amd64",
};
const built: ImageRef = { ...wanted, name: "shop-web", digests: [] };
const image = (Id: string, more: Partial<DockerImage> = {}): DockerImage => ({
  Id,
  RepoTags: [],
  RepoDigests: [],
  Size: 1,
  Os: "linux",
  Architecture: "amd64",
  ...more,
});

describe("how the target gets an image", () => {
  it.each([
    ["it has the same one", image("sha256:aa"), false, "present"],
    [
      "it has one with the same digest (another store gives it another id)",
      image("sha256:zz", { RepoDigests: [digest("mirror/postgres")] }),
      false,
      "present",
    ],
    ["it has another of that name, and the registry has ours", image("sha256:zz"), true, "pull"],
    ["it has another of that name, and the registry has not ours", image("sha256:zz"), false, "copy"],
    ["it has none, and the registry does", undefined, true, "pull"],
    ["it has none, nor does the registry", undefined, false, "copy"],
  ] as const)("by itself, where %s: %s %s", (_, there, pullable, how) => {
    expect(imagePlan("auto", wanted, there, pullable).how).toBe(how);
  });

  it("is a copy where the stack file says so, whatever a registry has", () => {
    expect(imagePlan("copy", wanted, undefined, true).how).toBe("copy");
  });

  it("is not a copy where the stack file wants it pulled", () => {
    expect(imagePlan("pull", wanted, undefined, false).how).toBe("missing");
    expect(imagePlan("pull", wanted, image("sha256:aa"), false).how).toBe("present");
  });

  it("is a pull for an image named by its digest, which would not survive a copy", () => {
    const pinned = { ...wanted, name: digest("postgres") };
    expect(imagePlan("auto", pinned, undefined, true).how).toBe("pull");
    expect(imagePlan("copy", pinned, undefined, true).how).toBe("pull");
    expect(imagePlan("auto", pinned, undefined, false).how).toBe("missing");
  });

  it("is nothing where neither the source nor a registry has it", () => {
    const { id: _, ...nowhere } = wanted;
    expect(imagePlan("auto", { ...nowhere, digests: [] }, undefined, false).how).toBe("missing");
    expect(imagePlan("auto", { ...nowhere, digests: [] }, undefined, true)).toMatchObject({
      how: "pull",
      reference: "postgres:15",
    });
  });

  it("says which image of the target loses its name", () => {
    expect(imagePlan("auto", wanted, image("sha256:zz"), false)).toMatchObject({ replaces: "sha256:zz" });
    expect(imagePlan("auto", wanted, image("sha256:aa"), false)).not.toHaveProperty("replaces");
  });

  it("pulls by digest, because tags move; what was built here has nothing to pull", () => {
    expect(pullReference(wanted)).toBe(digest("postgres"));
    expect(
      pullReference({ ...wanted, name: "reg:5000/a/b:1", digests: [digest("x"), digest("reg:5000/a/b")] }),
    ).toBe(digest("reg:5000/a/b"));
    expect(pullReference(built)).toBeUndefined();
  });
});

describe("looking for images on the target", () => {
  const plan = (there: readonly DockerImage[], images: readonly ImageRef[], registry: Result) => {
    const asked: string[] = [];
    const look = planImages({ images } as unknown as Observed, "auto");
    const decisions = performSync(look, ({ argv }) => {
      asked.push(argv.slice(1, 3).join(" "));
      const found = there.filter(
        ({ Id, RepoTags }) => argv.includes(Id) || RepoTags?.some((tag) => argv.includes(tag)),
      );
      const answer =
        argv[1] === "manifest"
          ? registry
          : { code: 1, stdout: JSON.stringify(found), stderr: "Error: No such image: x\n" };
      return answer;
    });
    return { how: decisions.map(({ how }) => how), asked };
  };

  it("asks no registry for what is there, nor for what was built here", () => {
    expect(
      plan([image("sha256:aa", { RepoTags: ["postgres:15"] })], [wanted], recorded("manifest-unreachable")),
    ).toEqual({ how: ["present"], asked: ["image inspect"] });
    expect(plan([], [built], recorded("manifest-unreachable")).asked).toEqual(["image inspect"]);
  });

  it("finds an image that the target has under another name", () => {
    expect(
      plan([image("sha256:aa", { RepoTags: ["other:1"] })], [wanted], recorded("manifest-unreachable")).how,
    ).toEqual(["present"]);
  });

  it("copies where the registry is out of reach", () => {
    expect(plan([], [wanted], recorded("manifest-unreachable"))).toEqual({
      how: ["copy"],
      asked: ["image inspect", "manifest inspect"],
    });
    expect(plan([], [wanted], { code: 0, stdout: "{}", stderr: "" }).how).toEqual(["pull"]);
  });
});

describe("an image's content", () => {
  const RootFS = { Layers: ["sha256:l1", "sha256:l2"] };
  const Config = {
    Cmd: ["serve"],
    Env: ["A=1"],
    Labels: { b: "2", a: "1" },
    Entrypoint: null,
    Volumes: { "/data": {} },
  };
  const content = (config: Record<string, unknown>, layers = RootFS) =>
    contentOf(image("x", { RootFS: layers, Config: config }));

  it("is the same whatever the store calls it, and however the version writes what is empty", () => {
    const other = {
      Labels: { a: "1", b: "2" },
      Volumes: { "/data": {} },
      Env: ["A=1"],
      Cmd: ["serve"],
      User: "",
      Hostname: "abc",
    };
    expect(content(other)).toBe(content(Config));
    const known = content(Config) ?? "";
    expect(
      imagePlan("auto", { ...built, content: known }, image("sha256:zz", { RootFS, Config: other }), false)
        .how,
    ).toBe("present");
  });

  it("is another with another layer or setting", () => {
    expect(content(Config, { Layers: ["sha256:l1"] })).not.toBe(content(Config));
    expect(content({ ...Config, Cmd: ["other"] })).not.toBe(content(Config));
    expect(content({ ...Config, Env: ["A=2"] })).not.toBe(content(Config));
  });

  it("is not guessed at where Docker does not tell", () => {
    expect(content(Config, { Layers: [] })).toBeUndefined();
    expect(imagePlan("auto", built, image("sha256:zz"), false).how).toBe("copy");
  });
});

describe("image commands", () => {
  it("send by name, or the very image where its name has moved on; the target gives the name", () => {
    expect(imageTransfer("shop-web").send.argv.slice(3)).toEqual(["ferry", "shop-web", "none"]);
    const { send, receive } = imageTransfer("postgres:15", "sha256:aa", "zstd");
    expect(send.argv.slice(3)).toEqual(["ferry", "sha256:aa", "zstd"]);
    expect(receive.argv.slice(3)).toEqual(["ferry", "postgres:15", "zstd"]);
  });

  it.each([
    ["Loaded image: shop-web:latest", "shop-web:latest"],
    ["Loaded image ID: sha256:bb", "sha256:bb"],
    ["Loaded image: a:1\nLoaded image: b:2", "b:2"],
  ])("name what Docker says it has loaded: %j", (said, loaded) => {
    const directory = mkdtempSync(join(tmpdir(), "docker-"));
    const docker = `#!/bin/sh\ncase $1 in load) cat >/dev/null; printf '%s\\n' "$SAID";; *) echo "$@" > ${directory}/did;; esac\n`;
    writeFileSync(join(directory, "docker"), docker, { mode: 0o755 });
    const { receive } = imageTransfer("postgres:15", "sha256:aa");
    expect(runHere({ ...receive, env: { PATH: `${directory}:/usr/bin:/bin`, SAID: said } }).code).toBe(0);
    expect(readFileSync(join(directory, "did"), "utf8")).toBe(`tag ${loaded} postgres:15\n`);
    rmSync(directory, { recursive: true });
  });

  it("pull by digest and give the name", () => {
    expect(pullImage("postgres:15").argv).toEqual(["docker", "pull", "--quiet", "postgres:15"]);
    expect(pullImage("postgres:15", digest("postgres")).argv.slice(3)).toEqual([
      "ferry",
      digest("postgres"),
      "postgres:15",
    ]);
  });
});
