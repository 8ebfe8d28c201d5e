import type { ComposeConfig } from "../facts/compose";
import type { LeftBehind } from "../model/service";

/** What of a project has no data that could travel: devices, memory, networks, logs. */
export function alsoLeft(config: ComposeConfig | undefined): LeftBehind[] {
  const devices = (config?.services ?? []).flatMap(({ name, devices: paths }) =>
    paths.map((path) => ({ what: `${path} (${name})`, why: "a device: the target's own is used" })),
  );
  const memory = (config?.services ?? []).flatMap(({ name, mounts: all }) =>
    all
      .filter(({ type }) => type === "tmpfs")
      .map(({ target }) => ({
        what: `${target} (${name})`,
        why: "in memory: the target begins with an empty one",
      })),
  );
  const own = (config?.networks ?? []).filter(({ external }) => !external).map(({ name }) => name);
  const networks =
    own.length === 0
      ? []
      : [{ what: `network ${own.join(", ")}`, why: "made anew by Compose on the target" }];
  return [
    ...devices,
    ...memory,
    ...networks,
    { what: "container logs", why: "Docker keeps them with each container; the target's begin anew" },
  ];
}
