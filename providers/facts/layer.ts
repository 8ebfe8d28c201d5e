import { listChanges } from "../commands/docker";
import type { Fact } from "../model/procedure";

// What programs leave behind anywhere, and files that Docker itself puts into a container.
const NOISE =
  /^\/(?:proc|sys|dev|run|tmp|var\/run|var\/tmp|var\/cache|var\/log|root\/\.(?:cache|ash_history|bash_history)|etc\/(?:hosts|hostname|resolv\.conf|mtab)|sbin\/docker-init|\.dockerenv)(?:\/|$)/;

/** Files that a container added, changed or removed outside its mounts (their paths): they stay with it. */
export function ownLayer(container: string, mounts: readonly string[]): Fact<readonly string[]> {
  return {
    ask: listChanges(container),
    parse: ({ code, stdout }) => (code === 0 ? parseChanges(stdout, mounts) : []),
  };
}

/**
 * Reads `docker diff`: "A /path", "C /path", "D /path". A changed directory is only told for what is in it;
 * the places of mounts are Docker's own doing.
 */
export function parseChanges(text: string, mounts: readonly string[] = []): string[] {
  const paths = text.split("\n").flatMap((line) => /^[ACD] (\/.*)$/.exec(line)?.[1] ?? []);
  const parents = new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))));
  const mounted = (path: string) => mounts.some((mount) => path === mount || mount.startsWith(`${path}/`));
  return paths.filter((path) => !parents.has(path) && !NOISE.test(path) && !mounted(path));
}
