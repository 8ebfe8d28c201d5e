/**
 * Shell functions that read the kernel's table of mounts, which every host has, where mountpoint(1) and findmnt(8) are
 * not everywhere. `mount_points` prints them, each a line, with octal escapes resolved but for the newline's.
 */
export const MOUNTS = String.raw`
mount_points() {
  awk '{ path = $5; gsub(/\\040/, " ", path); gsub(/\\011/, "\t", path); gsub(/\\134/, "\\", path); print path }' /proc/self/mountinfo
}
is_mounted() { at=$(readlink -f -- "$1") && mount_points | at=$at awk '$0 == ENVIRON["at"] { found = 1 } END { exit !found }'; }
mounted_in() { within=$(readlink -f -- "$1")/ && mount_points | within=$within awk 'index($0, ENVIRON["within"]) == 1 { print; exit }'; }
`;
