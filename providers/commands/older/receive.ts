import { ENDED_BY_RSYNC } from "./ended";

/** What rsync gives to the one over there for the options of `send_older`; "e.Lfx" is what every version since 3.1 knows. */
const SERVER = "--server -mogtpAXIRze.Lfx --compress-level=1 --numeric-ids --inplace --no-implied-dirs . .";

/**
 * `hear_older` reads the list that `send_older` begins with, `receive_older` is its other end: in the tree, with its answers
 * on 6.
 *
 * rsync follows a symlink that stands for a directory on the way to a file, and writes into a file that has other names:
 * neither is there when it begins, and nobody else can enter the staging place. It makes what it reads from
 * not wait, which would be so for everybody who shares that opening of the pipe, and so opens it anew (a socket cannot be,
 * and gets a pipe behind it). It reads nothing of what follows, because that is sent once it has ended. Of files that it could not get the sender has been told (23 and 24).
 */
export const RECEIVE_OLDER = String.raw`${ENDED_BY_RSYNC}
hear_older() {
  read -r size && head -c "$size" > older.list && [ "$(wc -c < older.list)" = "$size" ] || { echo "the stream ended early" >&2; exit 1; }
}
make_way() {
  awk 'BEGIN { RS = ORS = "\0" } { while (sub(/\/[^\/]*$/, "") && $0 != ".") print }' "$control/older.list" | sort -z -u |
    xargs -0 -r sh -c 'for at; do { [ -d "$at" ] && [ ! -L "$at" ]; } || rm -f -- "$at" || exit 1; done' ferry || return 1
  xargs -0 -r sh -c 'own=$1; shift
    find "$@" -maxdepth 0 -type f -links +1 -exec sh -c "for at; do cp -a --reflink=auto -T -- \"\$at\" \"\$0\" && mv -f -- \"\$0\" \"\$at\" || exit 1; done" "$own" {} + &&
    find "$@" -maxdepth 0 -type f ! -perm -u=w -exec chmod u+w {} +' ferry "$(cat "$control/staging")/.own" < "$control/older.list" 2> "$control/said"
  ! grep -v ': No such file or directory$' "$control/said" >&2
}
# In pieces, each after its length.
in_pieces() {
  while dd bs=65536 count=1 of="$control/piece" 2> /dev/null && [ -s "$control/piece" ]; do
    wc -c < "$control/piece" && cat "$control/piece" || return 1
  done
}
receive_older() {
  make_way || return 1
  if [ ! -p /proc/self/fd/0 ]; then
    mkfifo -m 600 "$control/pipe" && exec 8<&0 || return 1
    cat <&8 > "$control/pipe" 6>&- 8<&- &
    exec < "$control/pipe" 8<&-
    rm -f -- "$control/pipe"
  fi
  rm -f "$control/answered"
  { rsync ${SERVER} < /proc/self/fd/0; echo "$?" > "$control/answered"; } | in_pieces >&6
  code=$(cat "$control/answered")
  echo "0 $code" >&6
  rm -f -- "$control/older.list" "$control/piece" "$control/answered" "$control/said"
  case $code in 0 | 23 | 24) return 0;; esac
  (ended_by_rsync "$code")
  ended=$?
  [ "$ended" = 0 ] || return "$ended"
  return "$code"
}
`;
