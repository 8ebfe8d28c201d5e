import { LARGE } from "../blocks";

/** At most so many at once: a host has other things to do, and sshd lets ten sessions into one connection. */
const AT_ONCE = 4;

/**
 * Most of the time that many small files take is one program that makes one file after the other. Where a host has several
 * processors, several do it at once. `in_streams` parts the first copy ($many entries and more, into nothing) into as many
 * streams (./send.1, ./send.2 …), each with about as much work, of files that need nothing but a place to be: no other names,
 * no blocks. What is left in ./send goes after them, the directories above all: their times change with what is put in them.
 * Sets $streams to " streams N".
 */
export const STREAMS = String.raw`
in_streams() {
  [ "$many" -gt 0 ] && [ "$files" -ge "$many" ] || return 0
  at_once=$(nproc 2> /dev/null || echo 1)
  [ "$at_once" -gt 1 ] || return 0
  [ "$at_once" -le ${AT_ONCE} ] || at_once=${AT_ONCE}
  : > send.new || exit 1
  # A file costs about as much as 64 KiB of content.
  awk 'BEGIN { RS = ORS = "\0" }
    { at = index($0, "//"); split(substr($0, at + 2), field, " "); plain = field[1] == "f" && field[7] == 1; work = 65536 + field[5] }
    plain && delta == "yes" && field[5] >= ${LARGE} { next }
    look { if (plain) all += work; next }
    plain {
      share = int(done * streams / all)
      if (part == 0 || share != last) { part++; last = share }
      done += work
      print substr($0, 1, at - 1) > ("send." part); next
    }
    { print substr($0, 1, at - 1) > "send.new" }' delta="$delta" streams="$at_once" look=1 list look=0 list || exit 1
  mv -f send.new send && set -- send.[0-9] || exit 1
  [ ! -e "$1" ] || streams=" streams $#"
}
`;
