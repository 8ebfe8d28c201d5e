import { listChanges } from "../commands/docker";
import type { Fact } from "../model/procedure";

// What programs leave behind anywhere, and files that Docker itself puts into a container.
const NOISE =
  /^\/(?:proc|sys|dev|run|tmp|var\/run|var\/tmp|var\/cache|var\/log|root\/\.(?:cache|ash_history|bash_history)|etc\/(?:hosts|hostname|resolv\.conf|mtab)|\.dockerenv)(?:\/|$)/;

/** Files that a container added, changed or removed outside its mounts: they stay with it. */
export function ownLayer(container: string): Fact<readonly string[]> {
  return {
    ask: listChanges(container),
    parse: ({ code, stdout }) => (code === 0 ? parseChanges(stdout) : []),
  };
}

/** Reads `docker diff`: "A /path", "C /path", "D /path"; a changed directory is only told for what is in it. */
export function parseChanges(text: string): string[] {
  const paths = text.split("\n").flatMap((line) => /^[ACD] (\/.*)$/.exec(line)?.[1] ?? []);
  const parents = new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))));
  return paths.filter((path) => !parents.has(path) && !NOISE.test(path));
}
