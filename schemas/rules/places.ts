import { tidyPath, within } from "../paths";
import { type Finding, quoted } from "../problems";
import type { Entry, View } from "./view";

/** A path that a service takes along when it moves. */
interface Place {
  readonly service: Entry;
  readonly at: readonly (string | number)[];
  readonly path: string;
}

const OF_THE_SYSTEM = new Set(
  "/ /bin /boot /dev /etc /home /lib /lib64 /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/local /var /var/lib".split(
    " ",
  ),
);

/** Paths that cannot travel, and paths of two services of one host that are, or lie in, one another. */
export function sharedPlaces({ services }: View): Finding[] {
  const places = services.flatMap(placesOf);
  const ofTheSystem = places.filter(({ path }) => OF_THE_SYSTEM.has(path));
  const own = places.filter((place) => !ofTheSystem.includes(place));
  const shared = own.flatMap((place, i) => {
    const other = own.slice(0, i).find((each) => sameHost(place, each) && overlap(place.path, each.path));
    return other === undefined ? [] : [sharedPlace(place, other)];
  });
  return [...ofTheSystem.map(systemPlace), ...shared];
}

function placesOf(service: Entry): Place[] {
  const directory = service.text("directory");
  const data = service.texts("data").map((path, i) => ({ service, at: [...service.path, "data", i], path }));
  const all =
    directory === undefined
      ? data
      : [{ service, at: [...service.path, "directory"], path: directory }, ...data];
  return all
    .filter(({ path }) => path.startsWith("/"))
    .map((place) => ({ ...place, path: tidyPath(place.path) }));
}

function sameHost(a: Place, b: Place): boolean {
  return (
    a.service === b.service ||
    (a.service.text("host") !== undefined && a.service.text("host") === b.service.text("host"))
  );
}

function overlap(a: string, b: string): boolean {
  return within(a, b) || within(b, a);
}

function systemPlace({ at, path }: Place): Finding {
  return {
    path: at,
    message: `${path} belongs to the whole system, not to one service`,
    suggestion: "name the service's own directory below it",
    got: path,
  };
}

function sharedPlace(place: Place, other: Place): Finding {
  const itself = place.service === other.service;
  const relation =
    place.path === other.path ? "is" : within(place.path, other.path) ? "lies inside" : "holds";
  const whose = itself
    ? "that this service names too"
    : `of service ${quoted(other.service.name)} on the same host`;
  return {
    path: place.at,
    message: `${relation} the path ${quoted(other.path)} ${whose}`,
    suggestion: itself
      ? "name only the outer one; it travels whole"
      : "give each service a directory of its own",
    got: place.path,
  };
}
