import { LISTING } from "./tree-list";

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

/** The places as the scripts take them: `$1` to `$5`. */
export const placeWords = ({ real, staging, replaced, control, file = "" }: Places): string[] => [
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
export const PLACED = `${LISTING}
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
