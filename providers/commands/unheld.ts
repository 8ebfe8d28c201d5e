/** A record of its own in what `unheld` prints. */
export const CUT = "ferry-cut";

/**
 * The text of a `sh -c` that reads files (`"$@"`) and is not held up by what may come in the place of one meanwhile: who
 * opens a pipe waits for somebody who writes, and a device may have no end. `read` is shell code that reads them all, in
 * processes of which none is deeper than a child of the shell that it runs in. Where such a thing is there at two looks
 * in a row, a second apart, reading is ended, and begun again with what is a file then. `CUT` stands between what was told
 * before, the last record of which may be half of one, and what is told again.
 */
export const unheld = (read: string): string => `
special() { find -L "$@" -maxdepth 0 "(" -type p -o -type b -o -type c ")" 2> /dev/null | grep -q .; }
watch() {
  pid=$1 before=
  shift
  while sleep 1 && kill -s 0 "$pid" 2> /dev/null; do
    now=
    ! special "$@" || now=held
    [ "$before$now" != heldheld ] || kill "$pid" $(grep -ls "^PPid:[[:space:]]*$pid$" /proc/[0-9]*/status | cut -d/ -f3)
    before=$now
  done
}
for try in 1 2 3; do
  { ${read}; } & reading=$!
  watch "$reading" "$@" > /dev/null 2>&1 < /dev/null & watching=$!
  wait "$reading"
  ended=$?
  kill "$watching" 2> /dev/null
  [ "$ended" = 143 ] || exit 0
  printf "%b" "\\0${CUT}\\0"
  for f; do shift; [ ! -f "$f" ] || [ -L "$f" ] || set -- "$@" "$f"; done
  [ "$#" -gt 0 ] || exit 0
done`;
