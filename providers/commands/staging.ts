import { type Command, script } from "../model/command";
import type { Means } from "../model/mover";
import { ACCESS_LISTS } from "./access-lists";
import { BLOCKS } from "./blocks";
import { OWN_ROOTS } from "./own-names";
import type { Hasher } from "./passes/source";
import { PLACED, type Places, placeWords } from "./places";

/** Making a staging tree copies what the target has, and hashing reads it; the deadline only ends what hangs. */
export const LONG = 24 * 60 * 60_000;

/**
 * Makes the staging place, which nobody else may enter, and begins what is in it with what the real place has. The
 * checks see to it that it is the directory that was made: who owns the one around it may exchange it at any time.
 */
const FILL = `
fill() (
  cd -P -- "$staging" && [ -z "$(ls -A)" ] && [ "$(stat -c %u .)" = "$(id -u)" ] && expr "$(stat -c %a .)" : '2\\{0,1\\}700$' > /dev/null &&
    [ "$(stat -c %d:%i ..)" = "$(stat -L -c %d:%i -- "$(dirname -- "$staging")")" ] || die "$staging is not the directory that Ferry made."
  # What lands in it has no group from around it, and no access list.
  printf '.\\0' | bare 2> /dev/null
  chmod g-s . && note "$control/staging.id" "$(stat -c %d:%i .)" || exit 1
  [ -n "$file" ] || { mkdir tree && cd -P tree; } || exit 1
  [ "$was" = present ] || exit 0
  if [ -n "$file" ]; then cp -a --reflink=auto -T -- "$real" "./$file"; exit; fi
  find "$real/" -mindepth 1 -maxdepth 1 ! ${OWN_ROOTS} -exec cp -a --reflink=auto -t . -- {} + || exit 1
  # cp of busybox gives symlinks the time of the copy.
  cp --version 2>/dev/null | grep -q GNU ||
    find . -type l -exec sh -c 'from=$1; shift; for link; do touch -h -r "$from/$link" -- "$link"; done' ferry "$real" {} + || exit 1
  dress "$real/" . && touch -r "$real/" .
)
`;

/**
 * Makes the staging place and begins it, or finds it. Arguments as `beginStaging` gives them; standard
 * input is what the target keeps, NUL-ended paths in base64. Leaves $staging and the other notes as `recall` has them.
 */
export const BEGIN_STAGING = String.raw`${PLACED}${ACCESS_LISTS}${FILL}
exclude=$6 owners=$7 move=$8 delta=$9 side=target
shift 9; told=$1 hasher=$2
mkdir -p -- "$control" && cd -- "$control" || exit 1
base64 -d > keep || exit 1
end_receivers
if [ ! -e made ]; then
  at=$parent
  while [ ! -d "$at" ]; do printf '%s\0' "$at"; at=$(dirname -- "$at"); done > made.new
  [ ! -d "$parent" ] || touch -r "$parent" parent
  mv -f made.new made
fi
(umask 022; mkdir -p -- "$parent") || exit 1
# What was read of another staging tree says nothing of this one, and what was read before a power failure may never
# have got to the disk. Otherwise a large file goes on by the blocks that are known of it.
[ -e opened ] || rm -f booted
same_boot
if [ ! -e opened ]; then
  where=beside
  if [ -d "$real" ] && is_mounted "$real"; then
    where=mount real=$(readlink -f -- "$real")
    staging=$real/.ferry-tree-$move replaced=$real/.ferry-tree-replaced-$move
  elif [ -L "$real" ]; then
    where=link real=$(leads_to "$real")
    near=$(dirname -- "$real") name=$(basename -- "$real")
    mkdir -p -- "$near" || exit 1
    staging=$near/.$name.ferry-staging-$move replaced=$near/.$name.ferry-replaced-$move
  fi
  inside=$(mounted_in "$real")
  [ -z "$inside" ] || die "$inside is mounted inside $real, so that Ferry cannot exchange that tree as a whole. Unmount it first, or make it a dataset of its own."
  [ "$where" != mount ] || touch -r "$real" root || exit 1
  note real "$real" && note staging "$staging" && note data "$staging$([ -n "$file" ] || echo /tree)" && note replaced "$replaced" && note where "$where" || exit 1
  remove "$staging"
  mkdir -m 700 -- "$staging" || exit 1
  [ "$staging" = "$usual" ] || ln -sfn -- "$staging" "$usual" || exit 1
  was=present
  there "$real" || was=absent
  fill || exit 1
  note opened "$was" || exit 1
fi
recall
start=.
[ -z "$file" ] || start=./$file
data=$(cat data)
`;

const OPEN = String.raw`${BEGIN_STAGING}${BLOCKS}
: > list
: > meta
: > linked
! there "$data/$start" || list "$data" "$start" "$exclude" "$(($(date +%s) - 1))" 0 "$owners" h || exit 1
{ groups < linked; names < meta | attributes "$data"; rooms "$data" < list; } | sort -z | sort -z -m meta - | gzip -1 | base64 -w 0 && echo || exit 1
remembered "$data" "$(pwd)/list" > sums || exit 1
sed -z 's/.\{32\}$//' sums | gzip -1 | base64 -w 0 && echo || exit 1
large < list > big
{ [ ! -s big ] || names < big | blocks tell "$control" || exit 1; } | gzip -1 | base64 -w 0 && echo
rm -f big
`;

/**
 * Makes the staging tree, begun from what the real tree has, or finds the one that is there. `keep` are NUL-ended
 * paths in base64. Prints three lines, gzip and base64 each: the portable listing of what the staging tree holds, the
 * first half of the checksums of its files, and digests of the blocks of the large ones.
 */
export const openStaging = (places: Places, keep: string, how: HowToOpen): Command =>
  beginStaging(OPEN, places, keep, how);

/** How a staging tree is begun. */
export interface HowToOpen {
  readonly exclude: string;
  readonly owners: boolean;
  readonly move: string;
  readonly blocks: Means["blocks"];
  readonly attributes: Means["attributes"];
  readonly hasher: Hasher;
}

/** A script that begins with `BEGIN_STAGING`. */
export function beginStaging(text: string, places: Places, keep: string, how: HowToOpen): Command {
  const { exclude, owners, move, blocks, attributes, hasher } = how;
  const run = script(text, ...placeWords(places), exclude, owners, move, blocks, attributes, hasher);
  return { ...run, stdin: keep, within: LONG };
}

const DISCARD = `${PLACED}
cd -- "$control" 2>/dev/null || exit 0
end_receivers
recall
undone=
! there "$staging/$(lands)" || undone=yes
remove "$staging"
[ "$staging" = "$usual" ] || rm -f -- "$usual"
if [ -n "$undone" ]; then
  [ ! -e made ] || xargs -0 -r rmdir -- < made 2>/dev/null
  [ ! -e parent ] || [ ! -d "$parent" ] || touch -r parent -- "$parent"
  [ ! -e root ] || touch -r root -- "$real"
fi
cd / && remove "$control"
rmdir -- "$(dirname -- "$control")" 2>/dev/null
exit 0
`;

/** Removes the staging tree, if there is one, and Ferry's notes about it. */
export const discardStaging = (places: Places): Command => ({
  ...script(DISCARD, ...placeWords(places)),
  within: LONG,
});
