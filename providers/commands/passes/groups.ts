/**
 * What the target began with says more than entries: the groups of names of one file ("PATH//=FIRST"), because with one
 * of them all are sent, or what arrives would be a file of its own; a digest of extended attributes ("PATH//@HEX"), and
 * the room that a file takes ("PATH//%BLOCKS SIZE"), which no size and no time tells of. `apart` takes these out of
 * records. `dressed` adds to ./new who has other attributes there, `hollow` whose holes are filled there, `together` who
 * shares a file with what is in it, and the groups that the target has otherwise.
 */
export const GROUPS = String.raw`
apart() {
  grouped='BEGIN { RS = ORS = "\0" } { is = substr($0, index($0, "//") + 2, 1) }'
  awk "$grouped is == \"=\"" "$1" > base.groups && awk "$grouped is == \"@\"" "$1" > base.attributes || exit 1
  awk "$grouped is == \"%\"" "$1" > base.rooms || exit 1
  awk "$grouped is != \"=\" && is != \"@\" && is != \"%\"" "$1" > "$1.new" && mv -f "$1.new" "$1" || exit 1
}
dressed() {
  names < meta | attributes "$tree" > own.attributes || exit 1
  unlike own.attributes base.attributes > touched
  pick touched meta | sort -z -u - new > new.all && mv -f new.all new
  rm -f own.attributes base.attributes touched
}
hollow() {
  rooms "$tree" < list > own.rooms
  awk 'BEGIN { RS = ORS = "\0" } { at = index($0, "//"); path = substr($0, 1, at + 1); split(substr($0, at + 3), field, " ") }
    FILENAME == "base.rooms" { has[path] = field[1]; next }
    path in has && field[1] * 512 + 65536 <= field[2] && has[path] > field[1] * 1.04 + 96 { print path }' base.rooms own.rooms > touched
  pick touched list | large > big
  names < touched | sort -z > filled
  # By blocks nothing would be sent, because nothing differs.
  [ ! -s big ] || names < big | blocks fresh "$control" || exit 1
  pick touched meta | sort -z -u - new > new.all && mv -f new.all new
  rm -f own.rooms base.rooms touched
}
together() {
  groups < linked > own.groups
  { paths < new; unlike own.groups base.groups; } | sort -z -u > touched
  pick touched own.groups > members
  awk 'BEGIN { RS = ORS = "\0" } { first = substr($0, index($0, "//") + 2) } FILENAME == "members" { those[first]; next }
    first in those { print substr($0, 1, index($0, "//") + 1) }' members own.groups > joined
  pick joined meta | sort -z -u - new > new.all && mv -f new.all new
  rm -f own.groups base.groups touched members joined
}
`;
