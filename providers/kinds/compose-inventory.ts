import type { ComposeConfig } from "../facts/compose";
import type { NamedFile } from "../facts/compose-files";
import { type Container, type ContainerMount, nameOf } from "../facts/containers";
import type { DockerImage, DockerVolume } from "../facts/docker-objects";
import type { SeenPath } from "../facts/paths";
import { boundPorts, distinctPorts } from "../facts/published-ports";
import type { ImageRef, Port } from "../model/service";
import type { UsedVolume } from "./datasets";
import type { UsedPath } from "./host-paths";
import { contentOf } from "./image-content";
import { isAnonymous } from "./volumes";

const SERVICE = "com.docker.compose.service";
const ONEOFF = "com.docker.compose.oneoff";

/** The service that a container belongs to, in Compose's words; its own name where Compose did not make it. */
export const serviceOf = (container: Container): string =>
  container.Config.Labels?.[SERVICE] ?? nameOf(container);

export const isOneoff = (container: Container): boolean => container.Config.Labels?.[ONEOFF] === "True";

const users = (containers: readonly Container[], uses: (mount: ContainerMount) => boolean): string =>
  [...new Set(containers.filter((each) => each.Mounts.some(uses)).map(serviceOf))].sort().join(", ");

/** Names of the volumes that a project may have: those mounted, and those its files declare. */
export function volumeNames(containers: readonly Container[], config: ComposeConfig | undefined): string[] {
  const mounted = containers.flatMap(({ Mounts }) =>
    Mounts.flatMap(({ Type, Name }) => (Type === "volume" && Name !== undefined ? [Name] : [])),
  );
  return [...new Set([...mounted, ...(config?.volumes ?? []).map(({ name }) => name)])].sort();
}

/** The volumes of a project as they are on the host. */
export function usedVolumes(
  volumes: readonly DockerVolume[],
  containers: readonly Container[],
  config: ComposeConfig | undefined,
): UsedVolume[] {
  return volumes.map((volume) => {
    const by = users(containers, ({ Name }) => Name === volume.Name) || "no container";
    const declared = config?.volumes.find(({ name }) => name === volume.Name);
    const anonymous = declared === undefined && isAnonymous(volume.Name);
    const used = { volume, by, external: declared?.external ?? false };
    return anonymous ? { ...used, anonymous: attachment(volume.Name, containers) } : used;
  });
}

/** Where an anonymous volume has to be mounted again: Docker cannot find it by a name of the compose file. */
export interface Attachment {
  readonly service: string;
  readonly target: string;
  readonly volume: string;
}

export function attachments(volumes: readonly UsedVolume[], containers: readonly Container[]): Attachment[] {
  return volumes.flatMap(({ volume, anonymous }) => {
    if (!anonymous?.attach) return [];
    const owner = containers.find(({ Mounts }) => Mounts.some(({ Name }) => Name === volume.Name));
    const mount = owner?.Mounts.find(({ Name }) => Name === volume.Name);
    if (!owner || !mount) return [];
    return [{ service: serviceOf(owner), target: mount.Destination, volume: volume.Name }];
  });
}

function attachment(name: string, containers: readonly Container[]): { attach: boolean; why: string } {
  const owner = containers.find(({ Mounts }) => Mounts.some((mount) => mount.Name === name));
  if (!owner || isOneoff(owner))
    return { attach: false, why: "no container of the project uses it any more" };
  const replicas = containers.filter((each) => !isOneoff(each) && serviceOf(each) === serviceOf(owner));
  if (replicas.length === 1) return { attach: true, why: "" };
  return {
    attach: false,
    why: `an anonymous volume of one of ${replicas.length} replicas, which nothing can tell apart on the target`,
  };
}

/** Paths of the host with who uses them, before anybody has looked what lies there. */
export type Asked = Pick<UsedPath, "path" | "by" | "readOnly">;

/** Every path of the host that the project's containers mount, or would, and the files its compose files need. */
export function askedPaths(
  containers: readonly Container[],
  config: ComposeConfig | undefined,
  named: readonly NamedFile[],
): Asked[] {
  const mounted = containers.flatMap((container) =>
    container.Mounts.filter(({ Type }) => Type === "bind").map(({ Source, RW }) => ({
      path: Source,
      by: serviceOf(container),
      readOnly: !RW,
    })),
  );
  const made = new Set(containers.filter((each) => !isOneoff(each)).map(serviceOf));
  const declared = (config?.services ?? [])
    .filter(({ name }) => !made.has(name))
    .flatMap(({ name, mounts }) =>
      mounts
        .filter(({ type, source }) => type === "bind" && source.startsWith("/"))
        .map(({ source, readOnly }) => ({ path: source, by: name, readOnly })),
    );
  const files = (config?.files ?? []).map(({ name, type, path }) => ({
    path,
    by: `${type} ${name}`,
    readOnly: true,
  }));
  const beside = named.map(({ path, as }) => ({ path, by: as, readOnly: true }));
  return [...mounted, ...declared, ...files, ...beside].map((asked) => ({
    ...asked,
    path: tidy(asked.path),
  }));
}

const tidy = (path: string): string => path.replace(/(.)\/+$/, "$1");

/** Joins what is asked for with what lies there. A file that a compose file only names need not be there. */
export function usedPaths(
  asked: readonly Asked[],
  seen: ReadonlyMap<string, SeenPath>,
  networkOf: (path: string) => string | undefined,
): UsedPath[] {
  return asked.flatMap((each) => {
    const found = seen.get(each.path);
    if (!found || (found.type === "missing" && /^(?:include|extends|env_file)$/.test(each.by))) return [];
    const network = networkOf(found.real);
    return [{ ...each, ...found, ...(network === undefined ? {} : { network }) }];
  });
}

/** The ports a project claims: those its containers were made with, and those of services without one. */
export function usedPorts(containers: readonly Container[], config: ComposeConfig | undefined): Port[] {
  const made = new Set(containers.map(serviceOf));
  const rest = (config?.services ?? []).filter(({ name, replicas }) => !made.has(name) && replicas > 0);
  return distinctPorts([...containers.flatMap(boundPorts), ...rest.flatMap(({ ports }) => ports)]);
}

/** The images a project uses: what each container was made from, by the name in the compose file. */
export function usedImages(
  containers: readonly Container[],
  config: ComposeConfig | undefined,
  images: readonly DockerImage[],
): ImageRef[] {
  const refs = new Map<string, ImageRef>();
  for (const container of containers.filter((each) => !isOneoff(each))) {
    const service = config?.services.find(({ name }) => name === serviceOf(container));
    const name = service?.image ?? container.Config.Image;
    if (!refs.has(name))
      refs.set(
        name,
        imageRef(
          name,
          images.find(({ Id }) => Id === container.Image),
          container.Image,
        ),
      );
  }
  for (const { image } of config?.services ?? []) {
    if (!refs.has(image)) refs.set(image, imageRef(image, images.find(hasTag(image))));
  }
  return [...refs.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** An image as the plan names it; `id` is known of a container even where Docker lost the image itself. */
export function imageRef(name: string, image: DockerImage | undefined, id?: string): ImageRef {
  const known = image?.Id ?? id;
  const content = image && contentOf(image);
  const layers = image?.RootFS?.Layers ?? [];
  return {
    name,
    ...(known === undefined || !image ? {} : { id: known }),
    digests: image?.RepoDigests ?? [],
    bytes: image?.Size ?? 0,
    platform: image ? [image.Os, image.Architecture, image.Variant].filter(Boolean).join("/") : "",
    ...(content === undefined ? {} : { content }),
    ...(layers.length === 0 ? {} : { layers }),
  };
}

/** Docker leaves "docker.io/library/" and ":latest" out. */
function hasTag(name: string): (image: DockerImage) => boolean {
  const full = (text: string): string => {
    const short = text.replace(/^docker\.io\/(?:library\/)?/, "");
    return /[:@][^/]*$/.test(short) ? short : `${short}:latest`;
  };
  return ({ RepoTags, RepoDigests }) =>
    [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((tag) => full(tag) === full(name));
}
