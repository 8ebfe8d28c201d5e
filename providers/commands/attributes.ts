/**
 * What both hosts have in extended attributes, which access lists and capabilities are. `$told` says by what that is
 * looked at, the same on both: `Means.attributes`. Needs `BLOCKS` for python3.
 */
export const ATTRIBUTES = String.raw`
# attributes TREE: NUL-terminated paths on standard input; "PATH//@WHAT" of each that has any, sorted.
attributes() {
  case $told in
    python3) blocks attributes "$control" "$1" | sort -z;;
    getfattr) (cd -- "$1" && xargs -0 -r getfattr -h -d -m - -e hex --absolute-names -- 2> /dev/null) | by_getfattr | sort -z;;
    *) cat > /dev/null;;
  esac
}

# getfattr names a file, then an attribute a line, then leaves a line empty; what is odd in a name is \ooo there.
by_getfattr() {
  awk -v every="$(id -u)" 'BEGIN { ORS = "\0" }
    function plain(text,  out, at) {
      while ((at = match(text, /\\[0-7][0-7][0-7]/)) > 0) {
        out = out substr(text, 1, at - 1) sprintf("%c", substr(text, at + 1, 1) * 64 + substr(text, at + 2, 1) * 8 + substr(text, at + 3, 1))
        text = substr(text, at + 4)
      }
      return out text
    }
    function tell(  i, j, line, told) {
      for (i = 2; i <= n; i++) { line = said[i]; for (j = i - 1; j > 0 && said[j] > line; j--) said[j + 1] = said[j]; said[j + 1] = line }
      for (i = 1; i <= n; i++) told = told ";" said[i]
      if (n > 0) print path "//@" told
      n = 0
    }
    /^# file: / { path = plain(substr($0, 9)); next }
    $0 == "" { tell(); next }
    /^security\.selinux=/ { next }
    every == 0 || /^(user|system)\./ { said[++n] = $0 }
    END { tell() }'
}
`;
