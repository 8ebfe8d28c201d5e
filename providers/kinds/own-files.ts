import { type Container, nameOf } from "../facts/containers";
import { ownLayer } from "../facts/layer";
import { ask, type Procedure } from "../model/procedure";
import type { Check } from "../model/service";
import { warn } from "./checks";

/** Files that a container has written outside its volumes; they stay in its own layer, on its host. */
export function* ownFiles(container: Container): Procedure<readonly string[]> {
  return yield* ask(ownLayer(container.Id, mountPoints(container)));
}

const mountPoints = ({ Mounts, HostConfig }: Container): string[] => [
  ...Mounts.map(({ Destination }) => Destination),
  ...Object.keys(HostConfig.Tmpfs ?? {}),
];

/** Says that such files do not travel: the container on the target begins from the image. */
export function ownFilesWarning(container: Container, files: readonly string[]): Check[] {
  const [first] = files;
  if (first === undefined) return [];
  const more = files.length === 1 ? "" : ` and ${files.length - 1} more`;
  return [
    warn(
      "own files",
      `${nameOf(container)} has written ${first}${more} outside its volumes: the container on the target begins from the image, without them.`,
      "If they matter, mount a volume there first.",
    ),
  ];
}
