import { tidyPath } from "../paths";
import { type Finding, quoted } from "../problems";
import { clashes, type Entry, joined, type View } from "./view";

/** Two services of one host that Compose would take for one project. */
export function sharedProjects({ services }: View): Finding[] {
  const projects = services.filter((service) => service.text("kind") === "compose");
  return clashes(projects, (service) => joined(service.text("host"), projectOf(service)), oneProject).flat();
}

function oneProject(later: Entry, earlier: Entry): Finding[] {
  // One directory is one mistake, and is told as such.
  if (directoryOf(later) === directoryOf(earlier)) return [];
  const project = quoted(projectOf(later) ?? "");
  return [
    {
      path: [...later.path, later.has("project") ? "project" : "directory"],
      message: `service ${quoted(earlier.name)} on the same host would be the same Compose project, ${project}`,
      suggestion: 'give each its own "project" (the name that its compose file has, if it has one)',
    },
  ];
}

/** Two services of one host that are one container. */
export function sharedContainers({ services }: View): Finding[] {
  const containers = services.filter((service) => service.text("kind") === "container");
  const nameOf = (service: Entry) => service.text("container") ?? service.name;
  return clashes(
    containers,
    (service) => joined(service.text("host"), nameOf(service)),
    (later, earlier) => ({
      path: later.has("container") ? [...later.path, "container"] : later.path,
      atKey: !later.has("container"),
      message: `service ${quoted(earlier.name)} is the same container, ${quoted(nameOf(later))}, on the same host`,
      suggestion: "name another container, or remove one of the two services",
    }),
  );
}

/** The project that is named, or the one that Compose makes of the directory's last part. */
function projectOf(service: Entry): string | undefined {
  const named = service.text("project");
  if (named !== undefined) return named;
  const last = directoryOf(service).split("/").at(-1)?.toLowerCase() ?? "";
  return last.replace(/[^a-z0-9_-]/g, "").replace(/^[_-]+/, "") || undefined;
}

function directoryOf(service: Entry): string {
  return tidyPath(service.text("directory") ?? "");
}
