import type { ComposeConfig } from "../facts/compose";
import { filesNamedIn, fileTexts, type NamedFile } from "../facts/compose-files";
import type { Container } from "../facts/containers";
import { labelled } from "../facts/docker-objects";
import { mounts, networkOf } from "../facts/host";
import { containerMemory } from "../facts/memory";
import { seenPaths, textFiles } from "../facts/paths";
import { ask, type Procedure } from "../model/procedure";
import type { ImageRef } from "../model/service";
import { type Asked, usedImages, usedPaths, usedVolumes, volumeNames } from "./compose-inventory";
import type { ProjectHere } from "./compose-project";
import type { UsedVolume } from "./datasets";
import { inspectImages, inspectVolumes } from "./docker-host";
import { type UsedPath, within } from "./host-paths";

/** The project's volumes: mounted, declared, or labelled as its own. */
export function* lookAtVolumes(
  project: string,
  containers: readonly Container[],
  config: ComposeConfig | undefined,
): Procedure<UsedVolume[]> {
  const owned = yield* ask(labelled("volume", `com.docker.compose.project=${project}`));
  const names = [...new Set([...volumeNames(containers, config), ...owned])].sort();
  return usedVolumes(yield* inspectVolumes(names), containers, config);
}

const SETTINGS = ["*compose*.yml", "*compose*.yaml", ".env", ".env.*", "*.env"];

/** Text files of the project, and what lies outside its directory but is named in its compose files. */
export function* lookAtTexts(here: ProjectHere): Procedure<{ files: readonly string[]; named: NamedFile[] }> {
  if (!here.directory) return { files: [], named: [] };
  const { directory } = here.of;
  const main = here.directory.files.map((file) => (file.startsWith("/") ? file : `${directory}/${file}`));
  const found = yield* ask(textFiles(directory, SETTINGS));
  const named = yield* followNames(main);
  const files = [...new Set([...main, ...found, ...named.map(({ path }) => path)])].sort();
  return { files, named: named.filter(({ path }) => !within(path, directory)) };
}

/** Compose files name files, which may name others; a few steps are enough for any project a person wrote. */
function* followNames(main: readonly string[]): Procedure<NamedFile[]> {
  const all = new Map<string, NamedFile>();
  let next = [...main];
  for (let depth = 0; depth < 4 && next.length > 0; depth++) {
    const texts = yield* ask(fileTexts(next));
    const named = [...texts].flatMap(([path, text]) => filesNamedIn(text, path.replace(/\/[^/]*$/, "")));
    const fresh = named.filter(({ path }) => !all.has(path) && !main.includes(path));
    for (const each of fresh) all.set(each.path, each);
    next = [...new Set(fresh.filter(({ as }) => as !== "env_file").map(({ path }) => path))];
  }
  return [...all.values()];
}

/** What lies at the paths of the host that a service uses. */
export function* lookAtPaths(asked: readonly Asked[]): Procedure<readonly UsedPath[]> {
  if (asked.length === 0) return [];
  const table = yield* ask(mounts());
  const seen = yield* ask(seenPaths([...new Set(asked.map(({ path }) => path))]));
  return usedPaths(asked, seen, (path) => networkOf(path, table));
}

/** The images that containers were made from, and those of services without one. */
export function* lookAtImages(
  containers: readonly Container[],
  config: ComposeConfig | undefined,
): Procedure<readonly ImageRef[]> {
  const names = [
    ...containers.map(({ Image }) => Image),
    ...(config?.services ?? []).map(({ image }) => image),
  ];
  return usedImages(containers, config, yield* inspectImages([...new Set(names)]));
}

/** Bytes in use by what runs. */
export function* memoryOf(containers: readonly Container[]): Procedure<number | undefined> {
  const running = containers
    .filter(({ State }) => State.Running && State.Pid > 0)
    .map(({ Id, State }) => ({ id: Id, pid: State.Pid }));
  return running.length === 0 ? undefined : yield* ask(containerMemory(running));
}
