import { type Command, script } from "../model/command";

/** How a placement ended; the codes of `PLACE`. */
export const PLACED = 0;
export const TEST_FAILED = 10;
export const RELOAD_FAILED = 11;
export const NOT_WRITTEN = 12;
export const LOCK_TIMEOUT = 13;

export interface Placement {
  /** The route file's real path on the host. */
  readonly file: string;
  /** A directory that exists and that all route files of the proxy share: changes of one proxy wait for each other. */
  readonly lock: string;
  /** The new text; undefined takes the file away. */
  readonly text?: string;
  /** Exits 0 when the proxy accepts its configuration; empty where it has no test. */
  readonly test: readonly string[];
  /** Returns when the proxy uses the configuration. */
  readonly reload: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Names beside the route file begin with a dot, so that no include pattern reads them. "before" is a hard link
 * to the file as it was, and "none" says that there was no file: while one of them is there, the change is not
 * finished, and what the proxy serves is not certain.
 */
const NAMES = `
file=$1
if [ -L "$file" ]; then file=$(readlink -f "$file") || exit 12; fi
dir=\${file%/*} base=\${file##*/}
new=$dir/.$base.ferry-new before=$dir/.$base.ferry-before none=$dir/.$base.ferry-none
`;

/**
 * Once begun it ends: signals are noted but not followed (children see them as usual), and every way out
 * leaves either the new file in use or the old one back in its place. `cp -p` hands mode and owner on.
 * Where the host has no flock (macOS) changes of one proxy are not kept apart.
 */
const PLACE = `${NAMES}
lock=$2 mode=$3 count=$4
shift 4
trap : HUP INT TERM PIPE
umask 022
if command -v flock >/dev/null 2>&1; then
  exec 9<"$lock" || exit 12
  flock -w 45 9 || { echo "another change of this proxy has held $lock for 45 s" >&2; exit 13; }
fi
said=$(mktemp) || exit 12
words() { cat "$said" >&2; rm -f "$said"; }
tested() {
  i=0 rest=$(($# - count))
  while [ "$i" -lt "$count" ]; do word=$1; shift; set -- "$@" "$word"; i=$((i + 1)); done
  shift "$rest"
  [ $# -eq 0 ] || "$@"
}
reloaded() { shift "$count"; "$@"; }
mark() {
  [ -e "$before" ] || [ -e "$none" ] && return
  if [ -e "$file" ]; then ln "$file" "$before"; else : >"$none"; fi
}
back() {
  if [ -e "$before" ]; then mv -f "$before" "$file"; rm -f "$before"
  elif [ -e "$none" ]; then rm -f "$file" && rm -f "$none"
  fi
}
unwritten() { rm -f "$new"; words; exit 12; }
if [ "$mode" = write ]; then
  { [ ! -e "$file" ] || cp -p "$file" "$new"; } 2>"$said" || unwritten
  cat 2>"$said" >"$new" || unwritten
  if [ -e "$file" ] && cmp -s "$new" "$file"; then rm -f "$new"
  else { mark && mv -f "$new" "$file"; } 2>"$said" || unwritten
  fi
elif [ -e "$file" ]; then { mark && rm -f "$file"; } 2>"$said" || unwritten
fi
if ! tested "$@" >"$said" 2>&1 </dev/null 9<&-; then back; words; exit 10; fi
if ! reloaded "$@" >"$said" 2>&1 </dev/null 9<&-; then
  back
  reloaded "$@" >/dev/null 2>&1 </dev/null 9<&- || echo "the reload with the earlier file failed too" >>"$said"
  words
  exit 11
fi
rm -f "$before" "$none" "$said"
`;

/**
 * Puts a route file in its place (or takes it away), tests, and reloads. Where the test or the reload fails,
 * the file is as it was before, mode, owner and time included. Exits with one of the codes above, with the
 * proxy's words on standard error.
 */
export function placeRouteFile(placement: Placement): Command {
  const { file, lock, text, test, reload, cwd, env } = placement;
  const mode = text === undefined ? "remove" : "write";
  return {
    ...script(PLACE, file, lock, mode, test.length, ...test, ...reload),
    ...(text === undefined ? {} : { stdin: text }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    within: 180_000,
  };
}

const READ = `${NAMES}
if [ -e "$before" ]; then echo cut; cat "$before"
elif [ -e "$none" ]; then echo cut-none
elif [ -e "$file" ]; then echo file; cat "$file"
elif [ -d "$dir" ]; then echo none
else echo no-directory
fi
`;

/**
 * Reads a route file. The first line says what there is ("file", "none", "no-directory", or "cut" and "cut-none"
 * where an earlier change was cut off); the rest is the text as it is, or as it was before that change.
 */
export function readRouteFile(file: string): Command {
  return script(READ, file);
}
