import { GONE } from "./archive/lines";
import { pruned } from "./tree-list";

/**
 * Shell functions that list a tree as `listTree` and `countTree` print it, where find is busybox's: nothing prints
 * there what an entry is but stat, a line each, so that a newline in a name stands as byte 1 on the way.
 */
export const SCAN_LINES = String.raw`
is_gnu() { find . -maxdepth 0 -printf '' 2> /dev/null; }
milliseconds() {
  moment=$(date +%s%N)
  case $moment in *[!0-9]*) read -r up _ < /proc/uptime && echo "$up" | awk '{ printf "%.0f", $1 * 1000 }';; *) echo "$((moment / 1000000))";; esac
}

# Each entry: "PATH//MODE SIZE MTIME DATE TIME ZONE//TARGET".
walk() {
  newline='
'
  form='%f %s %Y %y'
  each='form=$1; shift
    for f; do
      said=$(stat -c "$form" -- "$f") || continue
      to=
      [ ! -L "$f" ] || to=$(readlink -n -- "$f" && echo x)
      printf "%s//%s//%s\0" "$f" "$said" "$to"
    done | tr "\n\0" "\001\n"'
  exclude=
  mine='said=$(stat -c "$1" -- "$2") && printf "%s//F%s//\n" "$(printf %s "$2" | tr "\n" "\001")" "$said"'
  ${pruned(`-exec sh -c "$mine" ferry "$form" {} ';'`)}
  find "$@" -path "*$newline*" -exec sh -c "$each" ferry "$form" {} ';' -o -type l -exec sh -c "$each" ferry "$form" {} + \
    -o -exec stat -c "%n//$form//" {} +
}

export OUT="$exclude"

# fields ACTION: awk over the entries that travel; path, letter, size, modified and target are set.
fields() {
  awk -v start="$start" '
    ${GONE}
    function fraction(time) { return time ~ /[.]/ ? substr(time, index(time, ".")) "0" : ".0000000000" }
    BEGIN { letters["8"] = "f"; letters["4"] = "d"; letters["a"] = "l"; letters["1"] = "p"; letters["2"] = "c"; letters["6"] = "b"; letters["c"] = "s"; letters["F"] = "F" }
    { at = index($0, "//"); path = substr($0, 1, at - 1); rest = substr($0, at + 2)
      if (out != "" && gone(path)) next
      end = index(rest, "//"); split(substr(rest, 1, end - 1), f, " ")
      target = substr(rest, end + 2); sub(/x$/, "", target)
      path = path == start ? "" : substr(path, 3)
      letter = letters[substr(f[1], 1, 1)]; size = f[2]
      modified = f[3] fraction(f[5])
      if (letter == "d") size = modified = 0 }
    '"$1"
}
bytes() { tr '\n\001' '\0\n'; }

list_lines() {
  { walk; listed "$?"; } | fields '{ print path "//" letter " " size " " modified "//" target }' | bytes | sort -z
}
count_lines() {
  { walk; listed "$?"; } | fields 'letter == "d" { next } letter == "f" || letter == "l" { files++; bytes += size; next }
    { print letter " " size " " path } END { printf "%.0f %.0f", files, bytes }' | bytes
}
`;
