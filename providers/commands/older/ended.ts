/**
 * A shell function, to go with `KILLED`: ends the script where rsync was killed, or its other half over there or here
 * (rsync(1), EXIT VALUES: 19 and 20 are signals, 15 and 16 what its two processes say of each other).
 */
export const ENDED_BY_RSYNC = `
ended_by_rsync() {
  case $1 in 15 | 16 | 19) exit 137;; 20) exit 143;; esac
  killed_among "$1"
}
`;
