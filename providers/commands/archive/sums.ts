/**
 * Shell functions that make a manifest of ./list where tools know lines only: sorted lines, `PATH//MODE UID GID SIZE
 * MTIME` for an entry, `PATH//#HEX` for the SHA-256 of a file, `PATH//@TARGET` for a symlink, `PATH//=FIRST` for a
 * file with several names; without what the target keeps, and the directories that hold it.
 */
export const SUMS = String.raw`
# sums TREE: paths as lines on standard input; prints "PATH//#HEX" for those that could be read. Two processes at a
# time, each with an output of its own. sha256sum of coreutils escapes names, busybox does not.
sums() (
  rm -rf sums.d && mkdir sums.d && cat > sums.d/todo || exit 1
  out=$(pwd)/sums.d
  cd -- "$1" || exit 1
  awk 'index($0, "\001") == 0' "$out/todo" | bytes |
    xargs -0 -r -n 500 -P 2 sh -c 'sha256sum -- "$@" >> "$0/sum.$$" 2>> "$0/errors"' "$out"
  awk 'index($0, "\001")' "$out/todo" | bytes | xargs -0 -r sh -c 'for f; do
    said=$(sha256sum < "$f" | cut -c1-64); [ -z "$said" ] || printf "%s//#%s\n" "$(printf %s "$f" | tr "\n" "\001")" "$said"
    done' ferry 2>> "$out/errors"
  cd "$out" || exit 1
  : > sum.0
  cat sum.* | awk '
    substr($0, 1, 1) != "\\" { print substr($0, 67) "//#" substr($0, 1, 64); next }
    { path = substr($0, 68); plain = ""
      while ((i = index(path, "\\"))) {
        sign = substr(path, i + 1, 1)
        plain = plain substr(path, 1, i - 1) (sign == "r" ? "\r" : sign == "n" ? "\001" : "\\")
        path = substr(path, i + 2)
      }
      print plain path "//#" substr($0, 2, 64) }'
  cd .. && rm -rf sums.d
)

# targets TREE: of symlinks as lines, "PATH//@TARGET". The x keeps newlines at the end of a target.
targets() (
  cd -- "$1" && bytes | xargs -0 -r sh -c 'for f; do said=$(readlink -n -- "$f" && echo x); printf "%s//@%s\0" "$f" "$said"; done' ferry | lines
)

# remembered TREE LIST: "PATH//#HEX" of the files in a list. What was clean when its checksum was made, and has the
# same record still, is not read again, until the host is started anew (same_boot).
remembered() {
  memory=$control/cache
  mkdir -p "$memory" && files < "$2" > wanted || return 1
  : >> "$memory/list" && : >> "$memory/sums" || return 1
  : > known
  : > unknown
  awk 'FILENAME == ARGV[1] { had[$0]; next } { print substr($0, 1, index($0, "//") - 1) > (($0 in had) ? "known" : "unknown") }' "$memory/list" wanted
  among known "$memory/sums" > sums.kept
  sums "$1" < unknown > sums.fresh || return 1
  sort sums.kept sums.fresh > sums.all
  names < sums.all > read
  awk '/ c$/' wanted > wanted.clean
  among read wanted.clean > list.new
  # Without the list the checksums mean nothing: it goes first and comes last.
  rm -f "$memory/list"
  cp sums.all "$memory/sums" && mv -f list.new "$memory/list" || return 1
  cat sums.all
  rm -f known unknown sums.kept sums.fresh sums.all read wanted.clean
}

# manifest TREE: of ./list, into ./manifest; the entries alone into ./told.
manifest() {
  kept_in > holds
  names < list > all.names
  without holds all.names > told.names
  meta < list > list.meta
  among told.names list.meta > told
  remembered "$1" list > list.sums || exit 1
  names < list.sums > read
  names < wanted > wanted.names
  without read wanted.names | awk -v other="$(cat /proc/sys/kernel/random/uuid)" '{ print $0 "//#unread " other }' > unread
  symlinks < list | names | targets "$1" > list.targets || exit 1
  groups < list > list.groups
  sort told list.sums unread list.targets list.groups > manifest
  rm -f all.names told.names list.meta list.sums read wanted wanted.names unread list.targets list.groups
}
`;
