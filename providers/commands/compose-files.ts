import { type Command, script } from "../model/command";

// Lines "directory PATH", then "file NAME" for each that is there and "elsewhere VALUE" for a COMPOSE_FILE of
// the .env file, which then names the compose files; nothing where the directory is missing.
const FILES = `cd "$1" 2>/dev/null || exit 0; shift
printf 'directory %s\\n' "$(pwd -P)"
for f; do [ -f "$f" ] && printf 'file %s\\n' "$f"; done
[ -f .env ] && sed -n 's/^COMPOSE_FILE=/elsewhere /p' .env
exit 0`;

/** What Compose looks for in a directory (docs.docker.com/compose/compose-application-model), most wanted first. */
const DEFAULTS = ["compose", "docker-compose"].flatMap((name) => [`${name}.yaml`, `${name}.yml`]);
const OVERRIDES = ["compose", "docker-compose"].flatMap((name) => [
  `${name}.override.yml`,
  `${name}.override.yaml`,
]);

/** Which compose files a directory has, and where it really lies. */
export function findComposeFiles(directory: string, files?: readonly string[]): Command {
  return script(FILES, directory, ...(files ?? [...DEFAULTS, ...OVERRIDES]));
}

/** The text of files, each ended by NUL; an unreadable one is empty. They may hold secrets. */
export function readFiles(paths: readonly string[]): Command {
  return script(`for f; do cat "$f" 2>/dev/null; printf '\\0'; done`, ...paths);
}
