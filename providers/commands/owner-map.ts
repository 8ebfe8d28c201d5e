import type { OwnerMap } from "../model/owners";

/** A map of owners as the scripts take it: "u0=0,u110=113,g0=0". */
export function ownerMapWord({ users, groups }: OwnerMap): string {
  return [
    ...users.map(([from, to]) => `u${from}=${to}`),
    ...groups.map(([from, to]) => `g${from}=${to}`),
  ].join(",");
}

/**
 * Where owners travel by name, the source speaks of them in the target's numbers: in what it compares with the target, in
 * what it sends, in the proof. So the target needs no map, and nothing has to be given to another owner once it is
 * there, which would take setuid bits and capabilities away. The map lies in $control/owners.map on the source.
 */
export const OWNER_MAP = String.raw`
# owner_map WORD: keeps the map, or that there is none; prints whether owners count.
owner_map() {
  case $1 in
    *=*) note owners.map "$1" && echo yes;;
    *) { [ ! -e owners.map ] || rm -f owners.map; } && echo "$1";;
  esac
}
is_mapped() { [ "$side" = source ] && [ -s "$control/owners.map" ]; }

# Does the map change any number?
renumbers() { [ -s owners.map ] && tr ',' '\n' < owners.map | awk -F= '{ sub(/^[ug]/, "", $1); if ($1 != $2) found = 1 } END { exit !found }'; }

# renumbered: records as they are on the target. Those of owners that the map does not have go to ./strangers.
renumbered() {
  is_mapped || { cat; return; }
  map=$(cat "$control/owners.map") awk 'BEGIN { RS = ORS = "\0"; n = split(ENVIRON["map"], pair, ",")
      for (i = 1; i <= n; i++) { at = index(pair[i], "="); to[substr(pair[i], 1, at - 1)] = substr(pair[i], at + 1) } }
    function mapped(who) {
      if (who in to) return to[who]
      print who "//" substr($0, 1, at - 1) > "strangers"
      return substr(who, 2)
    }
    { at = index($0, "//"); rest = substr($0, at + 2); end = index(rest, "//"); n = split(substr(rest, 1, end - 1), field, " ")
      field[3] = mapped("u" field[3]); field[4] = mapped("g" field[4]); told = field[1]
      for (i = 2; i <= n; i++) told = told " " field[i]
      print substr($0, 1, at + 1) told substr(rest, end) }'
}

# Ends the pass where something belongs to somebody whose number on the target nobody has looked up.
no_strangers() {
  [ -s strangers ] || return 0
  who=$(head -z -n 1 strangers | tr '\0\n' '\n?')
  case $who in u*) what=user;; *) what=group;; esac
  number=\${who%%//*}
  die "\${who#*//} belongs to the $what \${number#?}. Nothing did when the move was planned, so that nobody knows that $what on the target. Run it again: it looks again."
}

# tar_owners: what tar has to know of the map. Access lists go apart, because tar has them with the source's numbers.
tar_owners() {
  renumbers || return 0
  for kind in u g; do tr ',' '\n' < owners.map | sed -n "s/^$kind\\([0-9]*\\)=\\([0-9]*\\)$/+\\1 :\\2/p" > "owners.$kind"; done
  echo "--owner-map=owners.u --group-map=owners.g --xattrs-exclude=system.posix_acl_*"
}

# plain_access TREE: fails where one of the paths on standard input has an access list, which only python3 can renumber.
plain_access() {
  dressed=$(cd -- "$1" && xargs -0 -r ls -ldb -- 2> /dev/null | awk '$1 ~ /[+]$/ { print $NF; if (++n == 5) exit }' | tr '\n' ' ')
  [ -z "$dressed" ] || die "These have access lists, which name users by numbers that are others' on the target: $dressed. Install python3 on both hosts, or take the lists away."
}
`.replaceAll("\\${", "${");
