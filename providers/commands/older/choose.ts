/**
 * Where large files travel by rsync's delta ($delta is "rsync"): takes those of which the target has an older copy from
 * ./send to ./older.list. The others go with the archive, compressed: there is nothing to compare them with. So do those
 * that have holes or whose holes are filled on the target (./filled): rsync fills them in place, and 3.2.7 leaves what was
 * there where it should make one (-S). And all of them where owners get other numbers, because only tar knows the map. How much of them will travel nobody knows before: it counts as much as of
 * the last ones ($bytes, ./older.told).
 */
export const CHOOSE_OLDER = `
choose_older() {
  : > older.list
  [ "$delta" = rsync ] || return 0
  known=settled
  [ ! -e base.meta ] || known=base.meta
  : >> filled
  if [ -e "$known" ] && ! renumbers; then
    (delta=yes; large < new) | paths > big
    pick big new | rooms "$tree" | awk 'BEGIN { RS = ORS = "\\0" } { at = index($0, "//"); split(substr($0, at + 3), field, " ") }
      field[1] * 512 + 65536 <= field[2] { print substr($0, 1, at - 1) }' >> filled
    sort -z -u filled > filled.new && mv -f filled.new filled || exit 1
    pick big "$known" | awk 'BEGIN { RS = ORS = "\\0" } substr($0, index($0, "//") + 2, 2) == "f "' | names | sort -z | comm -z -23 - filled > older.list || exit 1
    sort -z older.list | sed -z 's|$|//|' | sort -z > big
    set -- $(pick big new | figures)
    [ ! -s older.told ] || bytes=$(awk -v all="$bytes" -v size="$2" '{ printf "%.0f", all - size * (1 - ($1 < $2 ? $1 / $2 : 1)) }' older.told)
    echo "$2" > older.size
    comm -z -23 send older.list > send.new && mv -f send.new send || exit 1
  fi
  rm -f filled
}
`;
