import { type Command, script } from "../model/command";

/** What Compose is to make ahead, and of what. Paths are absolute. */
export interface Ahead {
  readonly project: string;
  readonly files: readonly string[];
  /** Where the project's directory lies now, and where it will lie. */
  readonly staged: string;
  readonly real: string;
  /** The volumes' own directories. */
  readonly volumes: readonly string[];
}

/**
 * Compose has to read the files where they will lie: their place is part of the containers' labels, and paths in
 * them are relative to it. So it runs in mount namespaces of its own (mount_namespaces(7)), in which the staged
 * directory is mounted there; where that place does not exist yet, an empty file system hides the nearest
 * directory above that does. Nothing of it is visible outside, and it ends with the process.
 */
const AS_IF_THERE = `staged=$1 real=$2 scratch=$3; shift 3
mount --bind -- "$staged" "$scratch/tree" || exit 1
if [ ! -d "$real" ]; then
  above=$(dirname -- "$real")
  while [ ! -d "$above" ]; do above=$(dirname -- "$above"); done
  case "$scratch/" in "$above"/*) exit 1;; esac
  [ "$above" != / ] && mount -t tmpfs -o mode=0755 ferry "$above" && mkdir -p -- "$real" || exit 1
fi
mount --bind -- "$scratch/tree" "$real" && cd -- "$real" && exec docker compose "$@"`;

/**
 * Docker fills an empty volume from the image when a container is made with it. Its data is still to come, and a
 * move that is undone leaves nothing behind: a mark keeps the volume from being empty meanwhile.
 */
const MARKED = `scratch=$(mktemp -d) && mkdir "$scratch/tree" && cat > "$scratch/volumes" || exit 1
mark='for d; do [ -d "$d" ] && [ -z "$(ls -A -- "$d")" ] || continue
  t=$(stat -c %y -- "$d") && printf %s "$t" > "$d/.ferry-mark"; done'
unmark='for d; do [ -f "$d/.ferry-mark" ] || continue
  t=$(cat "$d/.ferry-mark"); rm -f -- "$d/.ferry-mark"; touch -d "$t" -- "$d"; done'
trap 'xargs -0 -r sh -c "$unmark" unmark < "$scratch/volumes"; rm -f "$scratch/volumes"; rmdir "$scratch/tree" "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
xargs -0 -r sh -c "$mark" mark < "$scratch/volumes" || exit 1
as=$1 staged=$2 real=$3; shift 3
unshare --mount --propagation private sh -c "$as" as-if-there "$staged" "$real" "$scratch" "$@" </dev/null`;

/** Making containers and networks takes a second or two; what takes longer is left to the start. */
const WITHIN = 60_000;

/** Makes the project's networks and containers, stopped, before its files are in their place. Needs root. */
export function createAhead({ project, files, staged, real, volumes }: Ahead): Command {
  const of = ["--project-name", project, ...files.flatMap((file) => ["--file", file])];
  const create = [...of, "create", "--no-build", "--pull", "never"];
  const run = script(MARKED, AS_IF_THERE, staged, real, ...create);
  return { ...run, stdin: volumes.map((path) => `${path}\0`).join(""), within: WITHIN };
}
