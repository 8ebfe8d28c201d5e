import { seenPaths } from "../facts/paths";
import { at, type Host } from "../model/host";
import { ask, type Procedure } from "../model/procedure";
import type { Check, Dataset } from "../model/service";
import { fail } from "./checks";
import { judge, type UsedPath, within } from "./host-paths";

/** A path that is a symbolic link on the source, into a tree that travels under another name. */
interface Link {
  readonly path: string;
  readonly by: string;
  /** Where it leads, as the service's definition would say it. */
  readonly to: string;
}

/**
 * A service that reaches its data through a symbolic link outside what travels would find nothing on the
 * target, or Docker would make an empty directory there: the target has to have the link.
 */
export function* linkChecks(
  used: readonly UsedPath[],
  datasets: readonly Dataset[],
  target: Host,
  directory = "",
): Procedure<Check[]> {
  const links = linksAmong(used, datasets, directory);
  if (links.length === 0) return [];
  const seen = yield* ask(seenPaths(links.flatMap(({ path, to }) => [at(target, path), at(target, to)])));
  return links
    .filter(({ path, to }) => seen.get(at(target, path))?.real !== seen.get(at(target, to))?.real)
    .map(({ path, by, to }) =>
      fail(
        "symbolic link",
        `${by} uses ${path}, a symbolic link to ${to} that is not there on ${target.name}.`,
        `Make it there: ln -s ${to} ${path}.`,
      ),
    );
}

function linksAmong(used: readonly UsedPath[], datasets: readonly Dataset[], directory: string): Link[] {
  return used.flatMap((each) => {
    if (each.path === each.real || !judge(each).travels) return [];
    if (datasets.some(({ id }) => id === `bind:${each.path}`)) return [];
    const tree = datasets.find(({ path }) => within(each.real, path));
    if (!tree) return [];
    const name = tree.id === "directory" ? directory : tree.id.replace(/^bind:/, "");
    if (!name.startsWith("/") || within(each.path, name)) return [];
    return [{ path: each.path, by: each.by, to: `${name}${each.real.slice(tree.path.length)}` }];
  });
}
