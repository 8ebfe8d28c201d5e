import { ENDED_BY_RSYNC } from "./ended";

/**
 * What rsync runs as if it were ssh. It passes on what rsync says (to 6), and what the receiver says (from 7) in pieces
 * that come with their length: the way back has no end of its own, because the connection stays open for what follows.
 * "0 CODE" is the end of rsync over there. What it has passed on, both ways, is told on 9.
 */
const CONNECT = `exec 8<&0
cat <&8 >&6 7<&- 8<&- 9>&- &
there=$!
exec 6>&- 8<&-
told() { read -r _ own < "/proc/$$/io" && read -r _ sent < "/proc/$there/io" && bytes=$((own + sent)) && echo "ferry-base $bytes" >&9; }
(while sleep 0.3 2> /dev/null 7<&- 9>&- && told; do :; done) > /dev/null 2>&1 < /dev/null 7<&- &
tells=$!
code=12
while read -r size ended; do
  [ "$size" != 0 ] || { code=$ended; break; }
  head -c "$size"
done <&7
kill "$tells" 2> /dev/null
told 2> /dev/null
echo "$bytes $(cat older.size)" > older.told
kill "$there" 2> /dev/null
exit "$code"
`;

/**
 * The options of both ends. In place, so that what has arrived before a break is not sent again, and what is the same
 * is not written; by name alone (-I), because the listing has said already which files differ. --no-implied-dirs,
 * because the archive brings the directories. Of attributes neither the labels of SELinux, which belong to the host, nor
 * access lists as attributes; -m, because without it the receiver would not be told so.
 */
const OPTIONS = "-I -R -m -ogtpAX -z --compress-level=1 --numeric-ids --inplace --no-implied-dirs";

/** What may happen to files that are written to while they are read. */
const HARMLESS = [
  "file has vanished: ",
  "link_stat .* failed: (No such file or directory|Not a directory) ",
  "failed to open .*: (No such file or directory|Not a directory|Too many levels of symbolic links) ",
  "read errors mapping .*: No data available ",
  "failed verification -- update ",
  "^rsync (error|warning): some files",
  "^skipping (non-regular file|directory) ",
].join("|");

/**
 * \`send_older\`: after the number of its bytes, the list of files of which the target has an older copy; then rsync
 * talks with the one over there. It ends with 0, or with the code with which the pass ends.
 */
export const SEND_OLDER = String.raw`${ENDED_BY_RSYNC}
CONNECT='${CONNECT}'
send_older() {
  wc -c < older.list && cat older.list && printf %s "$CONNECT" > connect || return 1
  set -- --filter='-x security.selinux' --filter='-x system.*'
  [ "$(id -u)" = 0 ] || set -- --filter='+x user.*' --filter='-x *'
  RSYNC_PROTECT_ARGS=0 rsync ${OPTIONS} "$@" --no-dirs --from0 --files-from=older.list -e 'sh ./connect' "$tree/" ferry:. \
    9>&2 6>&1 7<&0 < /dev/null > said 2>&1
  code=$?
  cat said >&2
  case $code in
    0) return 0;;
    23 | 24) [ "$final" = yes ] || grep -Eqv '${HARMLESS}' said || return 0;;
  esac
  echo "sending failed: rsync exited with $code" >&2
  ended_by_rsync "$code"
  return 1
}
`;
