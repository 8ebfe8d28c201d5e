import { MOUNTS } from "./mounts";
import { LISTING } from "./tree-list";

/** The places of one dataset on the target; absolute. */
export interface Places {
  /** Where the data belongs. */
  readonly real: string;
  /**
   * Where it lands: a directory beside the real place that only Ferry's user may enter, with the tree in it as `tree`,
   * or a single file under its own name.
   */
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

/** A shell function that goes to the staging place whose notes are in `$control`. */
export const ENTER = `
# Goes to the staging place. By the directory itself and not by its name: who owns the directory around it may put
# something else in its place at any time, and root would write where that leads. What is in it is nobody else's. For the
# same reason every way on from here is \`cd -P\`: without it, sh puts names together and goes there from the top.
enter() {
  cd -P -- "$(cat "$control/staging")" 2>/dev/null && [ "$(stat -c %d:%i .)" = "$(cat "$control/staging.id")" ] ||
    die "$(cat "$control/staging") is not the directory that Ferry made: somebody has put something else in its place."
}
`;

/** A shell function that ends the receivers whose numbers are in ./receiver and, of single streams, ./receiver.N. */
export const RECEIVER = `
# Ends receivers that a broken connection left waiting for data, with all they started.
end_receivers() { for noted in receiver receiver.*; do end_receiver "$noted"; done; }
end_receiver() {
  [ -s "$1" ] || return 0
  pid=$(cat "$1")
  ! grep -aqF -- "$control" "/proc/$pid/cmdline" 2>/dev/null || kill -s TERM -- "-$(cut -d' ' -f5 "/proc/$pid/stat")" 2>/dev/null
  rm -f "$1"
}
`;

const LEADS_TO = String.raw`
# Where a symlink leads, also one that leads nowhere yet.
leads_to() {
  readlink -f -- "$1" && return
  to=$(readlink -- "$1")
  case $to in /*) ;; *) to=$(dirname -- "$1")/$to;; esac
  printf '%s\n' "$to"
}
`;

/**
 * `$1`-`$5` are the places. The real place may be a symlink to where the data lies, or a mount point, which cannot
 * be renamed: then the staging tree has to be where the data is, and a symlink stands in the usual place. The
 * notes `real`, `staging` and `replaced` say where things are, `staging.id` which directory the staging place is, and
 * `data` where in it the data lands; `opened` exists once that is ready, and says whether there was anything before.
 */
export const PLACED = `${LISTING}${ENTER}${RECEIVER}${MOUNTS}${LEADS_TO}
real=$1 staging=$2 replaced=$3 control=$4 file=$5
usual=$2
parent=$(dirname -- "$1")
there() { [ -e "$1" ] || [ -L "$1" ]; }
remove() { rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }; }
# dress ONE OTHER: the other gets the owner, where it may be given, and the mode of the one; by options every tool has.
dress() { chown "$(stat -L -c %u:%g -- "$1")" "$2" 2>/dev/null; chmod "$(stat -L -c %a -- "$1")" "$2"; }

# What lands in the staging place: a tree, or a file by its name.
lands() { printf %s "\${file:-tree}"; }

# The notes replace the arguments, where they are there.
recall() {
  [ ! -e where ] || { real=$(cat real) staging=$(cat staging) replaced=$(cat replaced); }
}
`;
