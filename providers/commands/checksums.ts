/** Shell functions that make the checksums of files, for the scripts that list trees. */
const SUMS = String.raw`
# checksums TREE: NUL-terminated paths on standard input; prints "PATH//BLAKE2", sorted (RFC 7693, 256 bits: as
# strong as sha256, at a third of the time without help of the processor), or "PATH//b3:BLAKE3" where $hasher is
# b3sum, so that one is never equal to the other. Two processes at a time,
# each with an output of its own: in one pipe they would cut into each other's records.
checksums() (
  rm -rf sums.d && mkdir -p sums.d/of sums.d/names && cat > sums.d/todo || exit 1
  [ -s sums.d/todo ] || { rm -rf sums.d; exit 0; }
  out=$(pwd)/sums.d
  n=$(($(count sums.d/todo) / 4 + 1))
  [ "$n" -lt 1000 ] || n=1000
  cd -- "$1" || exit 1
  each='exec b2sum -z -l 256 -- "$@" >> "$0/of/$$" 2>> "$0/errors"'
  # b3sum writes names as it likes, and ends lines with a newline. Mapped files are no good while a service may cut them.
  [ "$hasher" != b3sum ] ||
    each='printf "%s\0" "$@" >> "$0/names/$$"; exec b3sum --no-mmap --num-threads 1 --no-names -- "$@" >> "$0/of/$$" 2>> "$0/errors"'
  for try in 1 2 3; do
    failed=no
    unstick "$out" "$$" > /dev/null 2>&1 < /dev/null & watching=$!
    xargs -0 -r -n "$n" -P 2 sh -c "$each" "$out" < "$out/todo" 2>> "$out/errors" || failed=$hasher
    { kill "$watching"; wait "$watching"; } 2> /dev/null
    if [ -e "$out/stuck" ]; then :
    elif [ "$failed" = b3sum ] && [ "$n" -gt 1 ]; then n=1
    else break; fi
    (cd "$out" && left_over "$1")
  done
  cd "$out" && : > of/0 || exit 1
  as_records | sort -z
  cd .. && rm -rf sums.d
)

# as_records: of ./of, and ./names. Where b3sum could not read one of several files, nobody knows which sum is whose.
as_records() {
  [ "$hasher" = b3sum ] || { cat of/* | awk 'BEGIN { RS = ORS = "\0" } { print substr($0, 67) "//" substr($0, 1, 64) }'; return; }
  set --
  for told in names/*; do [ ! -s "of/\${told#names/}" ] || set -- "$@" "$told" "of/\${told#names/}"; done
  [ $# = 0 ] || awk 'BEGIN { RS = ORS = "\0" }
    FILENAME ~ /^names/ { if (FILENAME != last) { last = FILENAME; n = 0 } name[++n] = $0; next }
    { if (split($0, sum, "\n") - 1 == n) for (i = 1; i <= n; i++) print name[i] "//b3:" sum[i] }' "$@"
}

# unstick OUT SHELL: where a pipe or a device has come in the place of a file, b2sum waits for somebody who writes, or
# reads for ever. One that is there at two looks in a row, with such a thing among its files, is ended.
unstick() {
  cd "$1/of" && before= || return
  while sleep 1 && kill -0 "$2"; do
    now=
    for pid in *; do
      # The same number may be somebody else's by now.
      [ "/proc/$pid/fd/1" -ef "$pid" ] || continue
      now="$now $pid "
      case $before in *" $pid "*) ;; *) continue;; esac
      sed -z -n '/^\.\//p' "/proc/$pid/cmdline" | (cd "/proc/$pid/cwd" && special) | grep -q . && echo "$pid" >> ../stuck && kill "$pid"
    done
    before=$now
  done
}
special() { xargs -0 -r sh -c 'find -L "$@" -maxdepth 0 "(" -type p -o -type b -o -type c ")"' ferry; }

# left_over TREE: leaves in ./todo what is a file by now and has no checksum yet; who was ended may have cut one off.
left_over() {
  [ ! -e stuck ] || { (cd of && xargs rm -f -- < ../stuck) && rm stuck; }
  as_records 2> /dev/null | paths | sort -z > done
  (cd -- "$1" && xargs -0 -r sh -c 'find "$@" -maxdepth 0 -type f -print0 2> /dev/null; :' ferry) < todo |
    awk 'BEGIN { RS = ORS = "\0" } { print $0 "//" }' | sort -z | comm -z -23 - done | names > todo.new
  mv -f todo.new todo
}
`.replaceAll("\\${", "${");

/**
 * Checksums are remembered in ./cache, with the full records of what they are of. An entry that was clean when they
 * were made, and whose record is still the same, has not changed since, until the host is started anew (`SAME_BOOT`).
 */
export const CHECKSUMS = String.raw`${SUMS}
# remembered TREE LIST [DRESSED]: "PATH//BLAKE2" of the files in a sorted list of full records. Works on what differs
# from the time before, which is little. Large files have a digest over those of their blocks ($control, $side). Into
# the file DRESSED what "attributes" tells of all in the list: where python3 looks at both, it opens a file once.
remembered() (
  tree=$1 list=$2 dressed=$3
  mkdir -p cache && files < "$list" > cache/files && cd cache || exit 1
  [ "$(cat by 2> /dev/null || echo b2sum)" = "$hasher" ] || { rm -f list sums && note by "$hasher"; } || exit 1
  if [ -s list ]; then
    # What could not be read then, or was not clean, is read again.
    : > again && comm -z -12 files list | sort -z -m - sums | awk 'BEGIN { RS = ORS = "\0" }
      function tell() {
        if (record == "") return
        if (sum != "" && substr(record, length(record) - 4) == " c//.") print sum; else print record > "again"
      }
      { at = index($0, "//"); path = substr($0, 1, at + 1); if (path != last) { tell(); last = path; record = sum = "" } }
      index(substr($0, at + 2), " ") { record = $0; next }
      { sum = $0 }
      END { tell() }' > kept
    comm -z -23 files list | sort -z -m - again > unknown
  else : > kept && cp files unknown; fi || exit 1
  small_names < unknown > small
  if [ -n "$dressed" ] && [ "$told $hasher" = "python3 b2sum" ]; then
    { comm -z -23 "$list" unknown | names; names < big; } > others
    blocks look "$control" "$tree" "$(pwd)" && sort -z fresh > both && mv -f both fresh && sort -z dressed > "$dressed" || exit 1
  else
    [ -z "$dressed" ] || names < "$list" | attributes "$tree" > "$dressed" || exit 1
    checksums "$tree" < small > fresh
  fi
  if [ -s big ]; then names < big | blocks hash "$control" "$tree" "$side" > big.sums && sort -z -m fresh big.sums > both && mv -f both fresh; fi
  sort -z -m kept fresh > sums.new
  cat sums.new
  # Without the list the checksums mean nothing: it goes first and comes last.
  rm -f list && mv -f sums.new sums && mv -f files list || exit 1
  rm -f unknown again kept small others fresh dressed big big.sums
)
`;
