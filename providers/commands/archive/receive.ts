import { type Command, script } from "../../model/command";
import { CODEC } from "../codec";
import { KILLED } from "../killed";
import { ENTER, RECEIVER } from "../places";
import { LONG } from "../staging";
import { LINES } from "./lines";

/**
 * Deletions first; then every directory on the way to what comes is made a directory of the staging tree, whatever
 * stood in its place: busybox's tar would follow a symlink there. Then the files, the further names of files, the
 * owners and times that tar does not bring, and at the end the directories, the deepest first.
 */
export const RECEIVE = String.raw`${ENTER}${RECEIVER}${KILLED}
receive() (
control=$1
cd -- "$control" || exit 1
end_receivers
echo "$$" > receiver
read -r magic codec deletes dirs linked mends archive || { echo "the stream ended before it began" >&2; exit 1; }
[ "$magic" = ferry-archive1 ] || { echo "what arrived is not a pass of Ferry's" >&2; exit 1; }
# part FILE BYTES. head of busybox would read on, and take what comes after.
part() {
  : > "$1"
  [ "$2" = 0 ] || dd bs="$2" count=1 iflag=fullblock of="$1" 2> /dev/null
  [ "$(wc -c < "$1" | tr -d ' ')" = "$2" ] || { echo "the stream ended early" >&2; exit 1; }
}
part delete "$deletes" && part directories "$dirs" && part links "$linked" && part mended "$mends" && part directories.tar "$archive"
kept_in > holds
data=$(cat data)
enter
[ "$data" = "$(cat "$control/staging")" ] || cd -P tree || exit 1
deleted() {
  awk -v way="$1" 'FILENAME == ARGV[1] { holds[$0]; next }
    { path = substr($0, 1, length($0) - 3); if (((path in holds) ? "rmdir" : "rm") == way) print path }' "$control/holds" "$control/delete"
}
deleted rm | bytes | xargs -0 -r rm -rf -- || exit 1
deleted rmdir | sort -r | bytes | xargs -0 -r rmdir -- 2>/dev/null
awk '{ path = $0; do print path; while (sub(/\/[^\/]*$/, "", path)) }' "$control/directories" | sort -u | bytes | xargs -0 -r sh -c '
  for d; do if [ -L "$d" ] || [ ! -d "$d" ]; then rm -rf -- "$d" && mkdir -- "$d"; else [ -w "$d" ] || chmod u+rwx -- "$d"; fi || exit 1; done' ferry || exit 1
owner=-o warning=
[ "$(id -u)" != 0 ] || owner=
! tar --version 2> /dev/null | grep -q GNU || warning=--warning=no-timestamp
extract() { tar -x -p -f - --numeric-owner $owner $warning; }
codes=$({ { decompress "$codec"; echo "$?" >&3; } | { extract >&2; echo "$?" >&3; } } 3>&1)
bytes < "$control/links" | xargs -0 -r sh -c 'for line; do
  path=\${line%%//=*} first=\${line#*//=}
  [ -e "$first" ] || [ -L "$first" ] || continue
  rm -f -- "$path" && ln -- "$first" "$path" || exit 1
done' ferry || codes="$codes links"
mend() {
  awk -v wanted="$1" '(substr($0, index($0, "//") + 2, 1) == "4") == (wanted == "directories")' "$control/mended" |
    bytes | xargs -0 -r sh -c 'for line; do
      path=\${line%%//*}
      set -- \${line##*//}
      [ -e "$path" ] || [ -L "$path" ] || continue
      [ "$(id -u)" != 0 ] || [ "$2" = - ] || chown -h "$2:$3" -- "$path" || exit 1
      touch -h -d "@$4" -- "$path" || exit 1
    done' ferry
}
mend others || codes="$codes mended"
directories=$({ { decompress "$codec" < "$control/directories.tar"; echo "$?" >&3; } | { extract >&2; echo "$?" >&3; } } 3>&1)
mend directories || codes="$codes mended"
for code in $codes $directories; do
  [ "$code" != 0 ] || continue
  # tar may say no more than that it wrote less.
  [ "$(df -P -k . | awk 'NR == 2 { print $4 }')" -ge 1024 ] || echo "No space left on device: $(df -P -k . | tail -n 1)" >&2
  df -P -i . 2>/dev/null | awk 'NR == 2 && $2 > 0 && $4 < 8 { exit 1 }' || echo "No inodes left on device: $(df -P -i . | tail -n 1)" >&2
  echo "receiving failed: $codec and the writer exited with" $codes $directories >&2
  killed_among $codes $directories
  exit 1
done
# Whoever comes next does not wait for the disk: before the start the swap does, and after a reboot nothing is proven.
{ sync -f -- . || sync; } > /dev/null 2>&1 < /dev/null &
cd -- "$control" && rm -f receiver delete directories links mended directories.tar holds
)
`.replaceAll("\\${", "${");

const RECEIVED = `${LINES}${CODEC}${RECEIVE}
receive "$@"
`;

/** Reads the stream of a pass from standard input into the staging tree. */
export const receiveArchive = (control: string): Command => ({ ...script(RECEIVED, control), within: LONG });
