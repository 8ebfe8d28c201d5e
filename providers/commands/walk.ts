/** How many look side by side at the most: a host has other things to do. */
const AT_ONCE = 4;

/** How many parts each of them gets, so that one with much in it does not keep the others waiting. */
const PARTS_EACH = 3;

/**
 * find on several processors. Most of the time that a listing takes is find's own, one call and one line an entry, and
 * the last listing of a move is downtime.
 *
 * `walk START PARTS WORDS…`: find from START, with WORDS, in the current directory. One find looks at two levels, and
 * as many as there are processors at what lies below them. Each leaves in the directory PARTS what it prints, sorted
 * (*.found), and what its words write to the descriptors 8 and 9 (*.8, *.9). What vanishes meanwhile is no failure,
 * what cannot be read is one. GNU find and xargs.
 */
export const WALK = String.raw`
WALK_PART='own=$1/$$ words=$2
shift 2
while [ "$words" -gt 0 ]; do
  set -- "$@" "$1"
  shift
  words=$((words - 1))
done
# A number may come again while a long walk lasts.
while [ -e "$own.err" ]; do own=$own-; done
# Sorting what has come so far costs nothing while find waits for the disk.
{ find "$@" 2> "$own.err" 8> "$own.8" 9> "$own.9"; echo "$?" > "$own.code"; } | sort -z > "$own.found"'

walk() {
  start=$1 parts=$2
  shift 2
  at_once=$(nproc 2>/dev/null || echo 1)
  [ "$at_once" -le ${AT_ONCE} ] || at_once=${AT_ONCE}
  if [ "$at_once" = 1 ]; then
    sh -c "$WALK_PART" ferry "$parts" "$#" "$@" "$start" || return
  else
    sh -c "$WALK_PART" ferry "$parts" "$(($# + 8))" -maxdepth 2 "$@" -type d -path './*/*' -fprint0 "$parts/below" "$start" || return
    each=$(($(tr -dc '\0' < "$parts/below" | wc -c) / (at_once * ${PARTS_EACH}) + 1))
    xargs -0 -r -n "$each" -P "$at_once" sh -c "$WALK_PART" ferry "$parts" "$(($# + 2))" -mindepth 1 "$@" < "$parts/below" || return
  fi
  # Read by the shell itself: two programs for each of so many parts would take longer than many a part.
  for code in "$parts"/*.code; do
    said=\${code%.code}.err
    [ ! -s "$said" ] || ! grep -v ': No such file or directory$' "$said" >&2 || return 1
    # 1 is what find says of something that vanished. One that was killed has more to hide.
    read -r ended < "$code"
    [ "$ended" = 0 ] || { [ "$ended" = 1 ] && [ -s "$said" ]; } || return 1
  done
}
`.replaceAll("\\${", "${");
