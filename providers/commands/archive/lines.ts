import { SAME_BOOT } from "../same-boot";
import { pruned } from "../tree-list";

/**
 * A function of awk that says whether a path does not travel, itself or with a directory above it: `out` is the
 * regular expression of what is excluded, or empty; `kept` has the paths that the target keeps.
 */
export const GONE = String.raw`function gone(path,  up, is) {
      if (path == "." || path == "") return 0
      if (path in known) return known[path]
      is = (path in kept) || (out != "" && path ~ out)
      if (!is) { up = path; sub(/\/[^\/]*$/, "", up); is = gone(up); known[up] = is }
      return is
    }
    BEGIN { if (ENVIRON["OUT"] != "") out = "^(" ENVIRON["OUT"] ")$" }`;

/**
 * Shell functions that list a tree where there is no GNU find, shared by the scripts of the archive mover: POSIX sh,
 * and find, stat, awk, sort, xargs and tr as busybox has them (its awk and sort know lines only).
 *
 * A record is a line, `PATH//MODE UID GID SIZE MTIME LINKS DEVICE:INODE CTIME CLEAN`. A path never holds `//`. A
 * newline in a name stands as byte 1, which no name may hold itself: such a name stops the pass. MODE is in hex, as
 * stat says it, so that its first digit is the type: 8 a file, 4 a directory, a a symlink.
 *
 * CLEAN is `c` where the entry's ctime is in a second before `since`, the second in which the sync that began the
 * pass began; otherwise `u` with the number of the listing. Whatever happens to a clean entry later gives it a ctime
 * of `since` or after: so whole seconds are enough to tell, though not to tell soon.
 */
export const LINES = String.raw`
export LC_ALL=C TZ=UTC0
umask 077
newline='
'
one=$(printf '\001')
die() { echo "$*" >&2; exit 1; }
note() { printf '%s' "$2" > "$1.new" && mv -f -- "$1.new" "$1"; }
${SAME_BOOT}

# NUL-ended names as lines, and back.
lines() { tr '\n\0' '\001\n'; }
bytes() { tr '\n\001' '\0\n'; }

foreign='printf "%s: its name holds the byte 1, which has a meaning of its own where hosts have no GNU find\n" "$1" >&2'
form='%f %u %g %s %Y %h %d:%i %Z'
odd='said=$(stat -c "$2" -- "$1") && printf "%s//%s\n" "$(printf %s "$1" | tr "\n" "\001")" "$said"'

# A snapshot is a device of its own: the one that the listing starts on is called 0.
# entries TREE START EXCLUDE SINCE NUMBER OWNERS: records into ./list, sorted. Leaves out ./keep.lines and what is below.
entries() (
  out=$(pwd) tree=$1 start=$2 OUT=$3 since=$4 number=$5 owners=$6 exclude=
  export OUT
  cd -- "$tree" || exit 1
  device=$(stat -c %d -- "$start")
  ${pruned()}
  {
    # find of busybox forgets what it has collected for -exec with a plus where that stands in parentheses.
    find "$@" -type s -o -type p -o -type b -o -type c -o -path "*$one*" -exec sh -c "$foreign" ferry {} ';' \
      -o -path "*$newline*" -exec sh -c "$odd" ferry {} "$form" ';' -o -exec stat -c "%n//$form" {} + 2> "$out/find.err"
    echo "$?" > "$out/find.code"
  } | (cd "$out" && chosen | sort > list) || exit 1
  code=$(cat "$out/find.code")
  # What vanishes while a running service is listed is no failure; what cannot be read is one.
  grep -v ': No such file or directory$' "$out/find.err" >&2 && exit 1
  [ "$code" = 0 ] || [ -s "$out/find.err" ] || exit "$code"
  # A tool that did not understand what it was asked may have listed nothing.
  [ "$start" != . ] || [ -s "$out/list" ] || die "nothing could be listed in $tree"
  rm -f "$out/find.err" "$out/find.code"
)

chosen() {
  : >> keep.lines
  awk -v since="$since" -v number="$number" -v owners="$owners" -v device="$device:" '
    ${GONE}
    FILENAME == "keep.lines" { kept["./" $0]; some = 1; next }
    { at = index($0, "//"); path = substr($0, 1, at - 1)
      if ((some || out != "") && gone(path)) next
      split(substr($0, at + 2), f, " ")
      if (index(f[7], device) == 1) f[7] = "0:" substr(f[7], length(device) + 1)
      print path "//" f[1] " " (owners == "yes" ? f[2] " " f[3] : "- -") " " (f[1] ~ /^4/ ? 0 : f[4]) " " f[5] " " \
        f[6] " " f[7] " " f[8] " " (f[8] + 0 < since + 0 ? "c" : "u" number) }' keep.lines -
}

# Of records: their paths; files; symlinks; directories; "PATH//TYPE"; what is the same on both hosts for equal entries.
names() { awk '{ print substr($0, 1, index($0, "//") - 1) }'; }
files() { awk 'substr($0, index($0, "//") + 2, 1) == "8"'; }
symlinks() { awk 'substr($0, index($0, "//") + 2, 1) == "a"'; }
directories() { awk 'substr($0, index($0, "//") + 2, 1) == "4"'; }
kinds() { awk '{ print substr($0, 1, index($0, "//") + 2) }'; }
meta() { awk '{ at = index($0, "//"); split(substr($0, at + 2), f, " "); print substr($0, 1, at + 1) f[1] " " f[2] " " f[3] " " f[4] " " f[5] }'; }
count() { wc -l < "$1" | tr -d ' '; }
total() { files | awk '{ split(substr($0, index($0, "//") + 2), f, " "); sum += f[4] } END { printf "%.0f\n", sum }'; }

# groups: of sorted records, "PATH//=FIRST" for all names of a file or symlink that has several here.
groups() {
  awk '{ at = index($0, "//"); split(substr($0, at + 2), f, " "); path = substr($0, 1, at - 1) }
    f[1] !~ /^4/ && f[6] > 1 {
      if (!(f[7] in first)) { first[f[7]] = path; next }
      if (!(f[7] in shown)) { shown[f[7]]; print first[f[7]] "//=" first[f[7]] }
      print path "//=" first[f[7]] }' | sort
}

# without OTHER FILE: the lines of FILE that OTHER lacks. among PATHS FILE: the records of FILE with one of the paths.
without() { awk 'FILENAME == ARGV[1] { gone[$0]; next } !($0 in gone)' "$1" "$2"; }
among() { awk 'FILENAME == ARGV[1] { those[$0]; next } (substr($0, 1, index($0, "//") - 1)) in those' "$1" "$2"; }

# The directories that hold kept paths: the source may not have them.
kept_in() {
  awk '{ n = split("./" $0, part, "/"); at = part[1]
    for (i = 2; i < n; i++) { at = at "/" part[i]; if (!(at in shown)) print at; shown[at] = 1 } }' keep.lines
  [ ! -s keep.lines ] || echo .
}

# Hundredths of a second since the boot; reading it starts no program.
hundredths() { read -r up _ < /proc/uptime && echo "$up" | awk '{ printf "%.0f\n", $1 * 100 }'; }
`;
