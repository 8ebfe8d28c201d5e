import { LARGE } from "../blocks";

/** At most so many streams at once: a host has other things to do, and sshd lets ten sessions into one connection. */
const AT_ONCE = 4;

/** As much work as this goes into one stream before the next one gets some: about a thousand small files. */
const LOT = 64 * 1024 * 1024;

/**
 * The first copy, into nothing: all of ./list is sent, and nothing of it has to be compared with anything. One program reads
 * the list once, because of a million files each reading takes seconds.
 *
 * Most of the time that many small files take is one program that makes one file after the other. Where a host has several
 * processors, several do it at once: a copy of $many entries and more is parted into streams (./send.1, ./send.2 …), each
 * with about as much work, of files that need nothing but a place to be: no other names, no blocks. What is left in ./send
 * goes after them, the directories above all: their times change with what is put in them.
 */
export const FIRST_COPY = String.raw`
everything() {
  for empty in delete large.list older.list send kinds "check.$number"; do : > "$empty" || exit 1; done
  streams=1
  [ "$final" = yes ] || [ "$many" = 0 ] || renumbers || [ "$(count list)" -lt "$many" ] || streams=$(nproc 2> /dev/null || echo 1)
  [ "$streams" -le ${AT_ONCE} ] || streams=${AT_ONCE}
  # A file costs about as much as 64 KiB of content.
  counted=$(awk 'BEGIN { RS = ORS = "\0"; part = 1 }
    { at = index($0, "//"); path = substr($0, 1, at - 1); type = substr($0, at + 2, 1)
      print path "//" type > "kinds"
      if (length(path) > length(most)) most = path }
    type != "f" { print path > "send"; next }
    { split(substr($0, at + 4, 120), field, " "); bytes += field[4] }
    field[6] != 1 { print path > "send"; next }
    delta == "yes" && field[4] >= ${LARGE} { large += field[4]; print path > "large.list"; next }
    streams == 1 { print path > "send"; next }
    { print path > ("send." part); work += 65536 + field[4] }
    work >= ${LOT} { work = 0; part = part % streams + 1 }
    END { ORS = "\n"; printf "%d %.0f %.0f ", NR, bytes, large; print (length(most) > 4095 ? substr(most, length(most) - 299) : "") }' \
    streams="$streams" delta="$delta" list) || exit 1
  none_too_long "\${counted#* * * }"
  set -- $counted
  files=$1 bytes=$2
  if [ -s large.list ]; then
    sort -z large.list > large.new && mv -f large.new large.list || exit 1
    lacking=$(blocks prepare "$control" "$tree" "$final" < large.list) || exit 1
    bytes=$((bytes - $3 + lacking))
  fi
  [ "$told" = python3 ] || ! renumbers || plain_access "$tree" < send
  set -- send.[0-9]
  streams=
  [ ! -e "$1" ] || streams=" streams $#"
  echo "$files $bytes $(took)$streams$live"
}
`.replaceAll("\\${", "${");
