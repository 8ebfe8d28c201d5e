/**
 * A shell function for the directory of Ferry's notes: `same_boot` forgets what was remembered of files before the host
 * was started the last time.
 *
 * The rule: a note about a file (the checksum that belongs to an inode, a size, a time and a ctime, or that such a file
 * has arrived) holds until the host is started anew, and not a moment longer. As long as the kernel lives, whatever
 * changes a clean file also changes its ctime, on the disk or only in memory. After a power failure that says nothing
 * any more: what was written in place may be on the disk without its time, or its time without what was written, so that
 * the file has other content with the same inode, size, time and ctime. A `syncfs` before the note does not help: it
 * says what was on the disk then, and not what became of it in the minutes after, which is what gets lost. So a start
 * that was in order costs one reading of the files, too. A syncfs is what a pass begins with for another reason: from
 * there on a page that is mapped has to fault, and so to change the ctime, before it can change.
 */
export const SAME_BOOT = `
boot() { read -r now < /proc/sys/kernel/random/boot_id && echo "$now"; }
same_boot() {
  noted=
  # A note ends without a newline, which read takes for a failure.
  [ ! -e booted ] || read -r noted < booted || :
  [ "$noted" = "$(boot)" ] || { rm -rf cache blocks settled heard && note booted "$(boot)"; } || exit 1
}
# The notes of the last pass are gone with the start of this host: the target says anew what it holds.
heard() { [ -e heard ] || die "This host has been restarted since the last pass, so that Ferry has to compare with the target anew. Run \\\`pulumi up\\\` again."; }
`;
