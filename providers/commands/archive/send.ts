import { type Command, script } from "../../model/command";
import { CODEC } from "../codec";
import { KILLED } from "../killed";
import type { Source } from "../passes";
import { FROM_SNAPSHOT } from "../snapshot";
import { LONG } from "../staging";
import { LINES } from "./lines";

/**
 * The stream: a line "ferry-archive1 CODEC BYTES BYTES BYTES BYTES BYTES"; that many bytes of `delete`, `directories`,
 * `links`, `mended` and of the compressed archive of the directories; then, compressed, the archive of the files.
 *
 * busybox's tar reads no list of names from a file, so that one archive is made of several: each without the two
 * empty blocks that end it. It knows neither holes nor attributes, and its times are whole seconds; GNU tar is held
 * to the same. While the service runs, files may vanish (no failure) or change under GNU tar (exit 1); afterwards
 * nothing may. What cannot be read ends any pass.
 */
export const SEND = String.raw`${KILLED}
send() (
tree=$1 control=$2 codec=$3
${FROM_SNAPSHOT}cd -- "$control" || exit 1
gnu=no tolerate=
! tar --version 2> /dev/null | grep -q GNU || gnu=yes
[ "$(cat final)" = yes ] || tolerate=--ignore-failed-read
each='out=$1 gnu=$2 tolerate=$3; shift 3
  { case $gnu in
    yes) tar -c -f - -b 1 --format=gnu --numeric-owner --no-recursion --no-unquote $tolerate -- "$@";;
    no) tar -c -f - --no-recursion "$@";;
  esac 2>> "$out/said"; echo "$?" >> "$out/ended"; } | { head -c -1024; echo "$?" >> "$out/ended"; }'
pack() {
  (cd -- "$tree" && bytes | xargs -0 -r sh -c "$each" ferry "$control" "$gnu" "$tolerate"; echo "$?" >> "$control/ended")
  head -c 1024 /dev/zero
}
: > said
: > ended
pack < directories | compress "$codec" > directories.tar
code=$?
killed_among "$code" $(cat ended)
[ "$code" = 0 ] || exit 1
size() { wc -c < "$1" | tr -d ' '; }
printf 'ferry-archive1 %s %s %s %s %s %s\n' "$codec" "$(size delete)" "$(size directories)" "$(size links)" "$(size mended)" "$(size directories.tar)" &&
  cat delete directories links mended directories.tar || exit 1
pack < send | compress "$codec"
code=$?
cat said >&2
rm -f directories.tar
failed=$(sort -u ended | grep -vx 0 | tr '\n' ' ')
# xargs says 125 of a shell that was killed with all it had begun.
case " $failed" in *" 125 "*) failed="$failed 137";; esac
ended_badly() { echo "sending failed: tar exited with $failed and $codec with $code" >&2; killed_among $failed "$code"; exit 1; }
(killed_among $failed "$code") || ended_badly
harmless='No such file or directory|Not a directory|error exit delayed|file changed as we read it|removed before we read it|shrank by|time stamp'
if [ -n "$failed" ] && [ -n "$tolerate" ] && [ -s said ] && ! grep -Eqv "$harmless" said; then failed=; fi
[ -z "$failed" ] && [ "$code" = 0 ] || ended_badly
)
`;

const SENT = `${LINES}${CODEC}${SEND}
send "$@"
`;

/** Writes the stream of a prepared pass. */
export function sendArchive({ tree, control }: Pick<Source, "tree" | "control">, codec: string): Command {
  return { ...script(SENT, tree, control, codec), within: LONG };
}
