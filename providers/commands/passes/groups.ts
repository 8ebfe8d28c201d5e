/**
 * Names of one file: with one of them all are sent, or what arrives would be a file of its own. `apart` takes the
 * groups ("PATH//=FIRST") out of records; `together` adds to ./new whoever shares a file with what is in it, and
 * the groups that the target has otherwise.
 */
export const GROUPS = String.raw`
apart() {
  grouped='BEGIN { RS = ORS = "\0" } { is = substr($0, index($0, "//") + 2, 1) == "=" }'
  awk "$grouped is" "$1" > "$2" && awk "$grouped !is" "$1" > "$1.new" && mv -f "$1.new" "$1"
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
