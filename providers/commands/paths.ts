import { type Command, script } from "../model/command";

// Two fields a path, each ended by NUL: what it is, and where it really lies. `readlink -f` fails where a
// parent is missing, so the nearest one that is there is resolved and the rest appended. A link that leads
// nowhere yet is followed too.
const LOOK = `for p; do
  if [ -S "$p" ]; then t=socket; elif [ -b "$p" ] || [ -c "$p" ]; then t=device; elif [ -d "$p" ]; then t=directory
  elif [ -f "$p" ]; then t=file; elif [ -e "$p" ]; then t=other; else t=missing; fi
  q=$p; rest=
  while [ ! -e "$q" ] && [ ! -L "$q" ] && [ "$q" != / ]; do rest="/\${q##*/}$rest"; q=\${q%/*}; q=\${q:-/}; done
  r=$(readlink -f "$q") || r=$(readlink "$q"); case $r in /*) ;; *) r=$q;; esac
  printf '%s\\0%s\\0' "$t" "\${r%/}$rest"
done`;

/** For each absolute path: its type and its real place. Writes nothing. */
export function lookAtPaths(paths: readonly string[]): Command {
  return script(LOOK, ...paths);
}

// Names of files that hold settings as text, in a directory and one below it; at most 200 of them.
const TEXTS = `d=$1; shift; cd "$d" 2>/dev/null || exit 0
find . -maxdepth 2 -type f -size -2048 \\( "$@" \\) -print 2>/dev/null | head -n 200`;

/** Text files below a directory whose names match one of the shell patterns, as "./name" lines. */
export function findTexts(directory: string, patterns: readonly string[]): Command {
  const names = patterns.flatMap((pattern, at) => (at === 0 ? ["-name", pattern] : ["-o", "-name", pattern]));
  return script(TEXTS, directory, ...names);
}

/** Prints "empty" where a directory is there and has nothing in it. Writes nothing. */
export function checkEmpty(directory: string): Command {
  return script('[ -d "$1" ] && [ -z "$(ls -A "$1")" ] && echo empty; exit 0', directory);
}
