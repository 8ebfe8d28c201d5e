import { type Command, script } from "../model/command";
import { LISTING } from "./tree-list";

/** Making a staging tree copies what the target has, and hashing reads it; the deadline only ends what hangs. */
export const LONG = 24 * 60 * 60_000;

/** The places of one dataset on the target; absolute. */
export interface Places {
  /** Where the data belongs. */
  readonly real: string;
  /** Where it lands: a directory beside the real place, also for a single file. */
  readonly staging: string;
  /** Where `swap` puts what was there before. */
  readonly replaced: string;
  /** Ferry's own notes about this dataset in this move. */
  readonly control: string;
  /** The name of the file in the staging tree; undefined where the dataset is a tree. */
  readonly file?: string | undefined;
}

const args = ({ real, staging, replaced, control, file = "" }: Places): string[] => [
  real,
  staging,
  replaced,
  control,
  file,
];

/**
 * `$1`-`$5` are the places. The real place may be a symlink to where the data lies, or a mount point, which cannot
 * be renamed: then the staging tree has to be where the data is, and a symlink stands in the usual place. The
 * notes `real`, `staging` and `replaced` say where things are; `opened` exists once the staging tree is ready, and
 * says whether there was anything before.
 */
const COMMON = `${LISTING}
real=$1 staging=$2 replaced=$3 control=$4 file=$5
usual=$2
parent=$(dirname -- "$1")
there() { [ -e "$1" ] || [ -L "$1" ]; }
remove() { rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }; }

# Ends a receiver that a broken connection left waiting for data, with all it started.
end_receiver() {
  [ -s receiver ] || return 0
  pid=$(cat receiver)
  ! grep -aqF -- "$control" "/proc/$pid/cmdline" 2>/dev/null || kill -s TERM -- "-$(cut -d' ' -f5 "/proc/$pid/stat")" 2>/dev/null
  rm -f receiver
}

# The notes replace the arguments, where they are there.
recall() {
  [ ! -e where ] || { real=$(cat real) staging=$(cat staging) replaced=$(cat replaced); }
}
`;

const OPEN = String.raw`${COMMON}
exclude=$6 owners=$7 move=$8
mkdir -p -- "$control" && cd -- "$control" || exit 1
base64 -d > keep || exit 1
end_receiver
if [ ! -e made ]; then
  at=$parent
  while [ ! -d "$at" ]; do printf '%s\0' "$at"; at=$(dirname -- "$at"); done > made.new
  [ ! -d "$parent" ] || touch -r "$parent" parent
  mv -f made.new made
fi
(umask 022; mkdir -p -- "$parent") || exit 1
if [ ! -e opened ]; then
  where=beside
  if [ -d "$real" ] && mountpoint -q -- "$real"; then
    where=mount real=$(readlink -f -- "$real")
    staging=$real/.ferry-tree-$move replaced=$real/.ferry-tree-replaced-$move
  elif [ -L "$real" ]; then
    where=link real=$(readlink -m -- "$real")
    near=$(dirname -- "$real") name=$(basename -- "$real")
    mkdir -p -- "$near" || exit 1
    staging=$near/.$name.ferry-staging-$move replaced=$near/.$name.ferry-replaced-$move
  fi
  inside=$(within=$real/ findmnt -rn -o TARGET 2>/dev/null | within=$real/ awk 'index($0, ENVIRON["within"]) == 1 { print; exit }')
  [ -z "$inside" ] || die "$inside is mounted inside $real, so that Ferry cannot exchange that tree as a whole. Unmount it first, or make it a dataset of its own."
  [ "$where" != mount ] || touch -r "$real" root || exit 1
  note real "$real" && note staging "$staging" && note replaced "$replaced" && note where "$where" || exit 1
  remove "$staging"
  mkdir -- "$staging" || exit 1
  [ "$staging" = "$usual" ] || ln -sfn -- "$staging" "$usual" || exit 1
  was=present
  if ! there "$real"; then was=absent
  elif [ -n "$file" ]; then cp -a --reflink=auto -T -- "$real" "$staging/$file" || exit 1
  else
    find "$real/" -mindepth 1 -maxdepth 1 ! -name '.ferry-tree-*' -exec cp -a --reflink=auto -t "$staging" -- {} + || exit 1
    chown --reference="$real/" -- "$staging" 2>/dev/null
    chmod --reference="$real/" -- "$staging" && touch -r "$real/" -- "$staging" || exit 1
  fi
  note opened "$was" || exit 1
fi
recall
start=.
[ -z "$file" ] || start=./$file
: > list
: > meta
! there "$staging/$start" || list "$staging" "$start" "$exclude" "$(($(date +%s) - 1))" 0 "$owners" h || exit 1
for codec in zstd gzip cat; do ! command -v "$codec" > /dev/null || printf '%s ' "$codec"; done
echo
gzip -1 < meta | base64 -w 0 && echo || exit 1
remembered "$staging" "$(pwd)/list" > sums || exit 1
sed -z 's/.\{32\}$//' sums | gzip -1 | base64 -w 0 && echo
`;

/**
 * Makes the staging tree, begun from what the real tree has, or finds the one that is there. `keep` are NUL-ended
 * paths in base64. Prints three lines: the programs that can decompress here; the portable listing of what the
 * staging tree holds, and the first half of the checksums of its files, both gzip and base64.
 */
export function openStaging(
  places: Places,
  keep: string,
  how: { readonly exclude: string; readonly owners: boolean; readonly move: string },
): Command {
  const run = script(OPEN, ...args(places), how.exclude, how.owners ? "yes" : "no", how.move);
  return { ...run, stdin: keep, within: LONG };
}

const SWAP = `${COMMON}
cd -- "$control" || exit 1
recall
[ -e opened ] || die "$usual was never made ready."
if [ "$(cat where)" = mount ]; then
  [ -e phase ] || { mkdir -p -- "$replaced" && note phase out; } || exit 1
  if [ "$(cat phase)" = out ]; then
    chmod --reference="$real" -- "$replaced" && chown --reference="$real" -- "$replaced"
    touch -r "$real" moment
    find "$real" -mindepth 1 -maxdepth 1 ! -name '.ferry-tree-*' -exec mv -t "$replaced" -- {} + || exit 1
    touch -r moment -- "$replaced"
    note phase in
  fi
  if [ "$(cat phase)" = in ]; then
    touch -r "$staging" moment
    find "$staging" -mindepth 1 -maxdepth 1 -exec mv -t "$real" -- {} + || exit 1
    chmod --reference="$staging" -- "$real" && chown --reference="$staging" -- "$real"
    rmdir -- "$staging" && touch -r moment -- "$real"
    note phase done
  fi
else
  new=$staging
  [ -z "$file" ] || new=$staging/$file
  if there "$new"; then
    there "$replaced" || ! there "$real" || mv -T -- "$real" "$replaced" || exit 1
    mv -T -- "$new" "$real" || exit 1
  fi
  [ -z "$file" ] || [ ! -d "$staging" ] || rmdir -- "$staging" || exit 1
fi
[ "$replaced" = "$3" ] || { rm -f -- "$usual"; ! there "$replaced" || ln -sfn -- "$replaced" "$3"; } || exit 1
sync -f -- "$parent" 2>/dev/null || sync
`;

/** The staging tree becomes the real one, and the real one the replaced one. Does nothing the second time. */
export const swapStaging = (places: Places): Command => ({ ...script(SWAP, ...args(places)), within: LONG });

const UNSWAP = `${COMMON}
cd -- "$control" 2>/dev/null && [ -e opened ] || exit 0
recall
if [ "$(cat where)" = mount ]; then
  [ -e phase ] || exit 0
  [ "$(cat phase)" != done ] || { mkdir -p -- "$staging" && touch -r "$real" moment && note phase in; } || exit 1
  if [ "$(cat phase)" = in ]; then
    find "$real" -mindepth 1 -maxdepth 1 ! -name '.ferry-tree-*' -exec mv -t "$staging" -- {} + || exit 1
    note phase out
  fi
  touch -r "$replaced" moment
  find "$replaced" -mindepth 1 -maxdepth 1 -exec mv -t "$real" -- {} + || exit 1
  chmod --reference="$replaced" -- "$real" && chown --reference="$replaced" -- "$real"
  rmdir -- "$replaced" && touch -r moment -- "$real" && rm -f phase || exit 1
else
  new=$staging
  [ -z "$file" ] || { new=$staging/$file; mkdir -p -- "$staging" || exit 1; }
  # With both in place only the first rename of a swap had happened, and there is nothing to take back from it.
  if ! there "$new" && there "$real" && { there "$replaced" || [ "$(cat opened)" = absent ]; }; then
    mv -T -- "$real" "$new" || exit 1
  fi
  ! there "$replaced" || mv -T -- "$replaced" "$real" || exit 1
fi
[ "$replaced" = "$3" ] || { rm -f -- "$3"; ln -sfn -- "$staging" "$usual"; } || exit 1
sync -f -- "$parent" 2>/dev/null || sync
`;

/** The exact reverse of a swap, finished or not. Does nothing where there was none. */
export const unswapStaging = (places: Places): Command => ({
  ...script(UNSWAP, ...args(places)),
  within: LONG,
});

const DISCARD = `${COMMON}
cd -- "$control" 2>/dev/null || exit 0
end_receiver
recall
undone=
! there "$staging" || undone=yes
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
  ...script(DISCARD, ...args(places)),
  within: LONG,
});
