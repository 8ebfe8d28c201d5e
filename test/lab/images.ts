import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheDirectory } from "../../program/setup/cache";
import { repository } from "../../program/setup/repository";
import { must } from "../../program/setup/spawn";
import { baseTree } from "./base";
import type { LabHost } from "./host";

/** An image that is made from the lab's own Debian tree, since no registry may be reachable. */
interface Recipe {
  /** Programs of the base tree, with every library that they load. */
  readonly programs: readonly string[];
  /** Whole trees of the base. */
  readonly trees: readonly string[];
  /** Files of this repository: path here, path in the image. */
  readonly files: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
}

const recipes = {
  /** A web service that keeps what it is sent: /healthz, /write, /count, /lines (see images/web.py). */
  "ferry-lab/web:1": {
    programs: ["/bin/busybox", "/usr/bin/python3.11", "/usr/lib/python3.11/lib-dynload/*.so"],
    trees: ["/usr/lib/python3.11"],
    files: { "test/lab/images/web.py": "app/web.py" },
    config: {
      Cmd: ["/usr/bin/python3.11", "-B", "/app/web.py"],
      Env: ["PATH=/usr/bin:/bin", "PORT=8080"],
      ExposedPorts: { "8080/tcp": {} },
      Volumes: { "/data": {} },
    },
  },
  /** Redis 7 that writes every change to its append-only file. */
  "ferry-lab/db:1": {
    programs: ["/bin/busybox", "/usr/bin/redis-server", "/usr/bin/redis-cli", "/usr/bin/redis-check-aof"],
    trees: [],
    files: {},
    config: {
      Cmd: [
        ..."/usr/bin/redis-server --bind 0.0.0.0 --protected-mode no --dir /data".split(" "),
        ..."--appendonly yes --appendfsync always".split(" "),
      ],
      Env: ["PATH=/usr/bin:/bin"],
      ExposedPorts: { "6379/tcp": {} },
      Volumes: { "/data": {} },
    },
  },
} satisfies Record<string, Recipe>;

export type ImageName = keyof typeof recipes;

/**
 * Puts an image into a host's Docker, under its own name or under `as` (to stand for an image that a
 * compose file names). It has the same id on every host.
 */
export async function loadImage(host: LabHost, name: ImageName, as: string = name): Promise<void> {
  const archive = await imageArchive(name);
  await must([
    "sh",
    "-c",
    'archive=$1; shift; exec "$@" < "$archive"',
    "sh",
    archive,
    ...host.inside(),
    "docker",
    "load",
    "-q",
  ]);
  if (as !== name) await host.must(`docker tag ${name} '${as}'`);
}

/** The image as `docker load` reads it; made once and kept in the cache. */
export async function imageArchive(name: ImageName): Promise<string> {
  const recipe: Recipe = recipes[name];
  const base = await baseTree(() => {});
  const texts = Object.keys(recipe.files).map((file) => readFile(join(repository(), file)));
  const parts = [base, JSON.stringify(recipe), ...(await Promise.all(texts)), "2"];
  const version = sha256(Buffer.concat(parts.map((part) => Buffer.from(part)))).slice(0, 10);
  const archive = join(cacheDirectory(), "lab-images", `${name.replace(/\W/g, "-")}-${version}.tar`);
  if (!(await exists(archive))) await makeArchive(name, recipe, base, archive);
  return archive;
}

async function makeArchive(name: string, recipe: Recipe, base: string, archive: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "ferry-image-"));
  try {
    const layer = join(work, "layer.tar");
    await makeLayer(recipe, base, join(work, "root"), layer);
    const config = imageConfig(recipe, sha256(await readFile(layer)));
    const configFile = `${sha256(Buffer.from(config))}.json`;
    await writeFile(join(work, configFile), config);
    const manifest = [{ Config: configFile, RepoTags: [name], Layers: ["layer.tar"] }];
    await writeFile(join(work, "manifest.json"), JSON.stringify(manifest));
    await mkdir(join(archive, ".."), { recursive: true });
    const near = `${archive}.${process.pid}.part`;
    await must(["tar", "-C", work, "-cf", near, "manifest.json", configFile, "layer.tar"]);
    await rename(near, archive);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The image specification's configuration; a fixed date keeps the id the same wherever it is made. */
function imageConfig(recipe: Recipe, layer: string): string {
  return JSON.stringify({
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    created: "2026-01-01T00:00:00Z",
    config: recipe.config,
    rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
    history: [{ created: "2026-01-01T00:00:00Z", created_by: "ferry-lab" }],
  });
}

/** Copies programs with their libraries out of the base tree, and gives busybox its names. */
const collect = `set -e
base=$1 root=$2; shift 2
mkdir -p "$root"/usr/bin "$root"/usr/lib "$root"/usr/lib64 "$root"/tmp "$root"/etc "$root"/data "$root"/run
for link in bin lib lib64; do ln -s "usr/$link" "$root/$link"; done
chmod 1777 "$root/tmp"
echo 'root:x:0:0:root:/:/bin/sh' > "$root/etc/passwd"
programs=$(chroot "$base" sh -c 'for p; do ls -d $p; done' sh "$@")
libraries=$(chroot "$base" sh -c 'for p in $1; do ldd "$p" 2>/dev/null; done' sh "$programs" | grep -o '/[^ ]*' | sort -u)
for file in $programs $libraries; do
  mkdir -p "$root$(dirname "$file")"; cp -L "$base$file" "$root$file"
done
for name in $(chroot "$base" busybox --list); do [ -e "$root/bin/$name" ] || ln -s busybox "$root/bin/$name"; done
`;

async function makeLayer(recipe: Recipe, base: string, root: string, layer: string): Promise<void> {
  await must(["sh", "-c", collect, "sh", base, root, ...recipe.programs]);
  for (const tree of recipe.trees) await must(["cp", "-a", join(base, tree), join(root, tree, "..")]);
  for (const [from, to] of Object.entries(recipe.files)) {
    await mkdir(join(root, to, ".."), { recursive: true });
    await must(["install", "-m", "0644", join(repository(), from), join(root, to)]);
  }
  const same = ["--sort=name", "--mtime=2026-01-01 00:00Z", "--owner=0", "--group=0", "--numeric-owner"];
  const slim = ["--exclude=__pycache__", "--exclude=test", "--exclude=config-3.11-*"];
  await must(["tar", "-C", root, ...same, ...slim, "-cf", layer, "."]);
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
