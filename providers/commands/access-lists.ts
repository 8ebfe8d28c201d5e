/**
 * Access lists travel as the kernel has them, by number: `tar --acls` writes names wherever the host has them, in spite of
 * `--numeric-owner`. As extended attributes they are given to what has one, and taken from nothing. So what a directory
 * hands down has to go before anything is made in it, and what it has itself: tar gives back what the source has.
 */
export const ACCESS_LISTS = String.raw`
# bare: NUL-terminated directories on standard input, none of them through a symlink: each loses its access lists.
# tar --acls takes them away where the archive has none; this one is made without.
bare() { tar -c -f - --format=posix --null --no-recursion -T - | tar -x -f - --preserve-permissions --numeric-owner --acls 2> /dev/null; }

# has_lists: has one of the paths on standard input an access list and is a directory ("+" for ls, which is told not to
# sort, nor to look up whose they are)? lists_below: one in the current directory, or this?
has_lists() { xargs -0 -r ls -ldnU -- 2> /dev/null | grep -q '^d[^ ]*+'; }
lists_below() { find . -type d -print0 | has_lists; }

# bare_among PATHS: those directories of the list that are there, if any has an access list.
bare_among() {
  has_lists < "$1" || return 0
  xargs -0 < "$1" sh -c 'find "$@" -maxdepth 0 -type d -print0 2> /dev/null; :' ferry | xargs -0 -r readlink -z -e -- |
    here=$(pwd -P) awk 'BEGIN { RS = ORS = "\0"; here = ENVIRON["here"] "/" }
      $0 "/" == here { print "."; next } index($0, here) == 1 { print "./" substr($0, length(here) + 1) }' | bare
}
`;
