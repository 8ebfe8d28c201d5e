import { type Command, script } from "../model/command";
import { KILLED } from "./killed";

/**
 * Shell functions that hold a stream to a rate; POSIX sh, dd and sleep (GNU or busybox), nothing else.
 *
 * `limit RATE` passes its input on, at most RATE bytes a second, and exits with 2 where it cannot. `paced RATE
 * COMMAND...` runs a command with its output held so, and returns the first exit code of both that is not 0,
 * or that of the one that was killed; where RATE is empty it is the command alone, and costs nothing.
 *
 * dd passes a lump on (a tenth of a second, 8 MiB at most), read by read as the bytes come, and says how many they
 * were; then the stream rests until the moment that is due since its beginning: what a sleep takes too long is made
 * up for by the next lumps. A busybox whose dd tells records only copies whole blocks, small
 * ones below 10 MB/s. A stream that was
 * slower than its limit (an idle writer, a slow receiver) counts from half a second ago: what it did not use, it does
 * not get later.
 *
 * The clock is /proc/uptime, in hundredths of a second, because reading it starts no program.
 */
export const LIMIT = String.raw`${KILLED}
limit() (
  export LC_ALL=C
  rate=$1 lump=$(($1 / 10)) block=65536 whole= passed=0 begun=$(hundredths)
  case $(dd count=0 2>&1 < /dev/null) in *bytes*) ;; *) whole=iflag=fullblock; [ "$lump" -ge 1048576 ] || block=4096;; esac
  [ "$lump" -le 8388608 ] || lump=8388608
  [ "$lump" -ge 1 ] || lump=1
  [ "$lump" -ge "$block" ] || block=$lump
  while :; do
    { said=$(dd bs="$block" count=$((lump / block)) $whole 2>&1 >&5 5>&-); code=$?; } 5>&1
    # "1+0 records in", perhaps a warning, "1+0 records out", "65536 bytes ...".
    if [ -n "$whole" ]; then got=$((\${said%%+*} * block)); else got=\${said##*records out}; fi
    set -- $got
    case $code$1 in 00) exit 0;; 0|*[!0-9]*|[!0]*) echo "limit: $said" >&2; [ "$code" -gt 128 ] && exit "$code"; exit 2;; esac
    passed=$((passed + $1))
    due=$((passed * 100 / rate)) now=$(hundredths)
    ahead=$((begun + due - now))
    if [ "$ahead" -gt 0 ]; then rest "$ahead"
    elif [ "$ahead" -lt -50 ]; then begun=$((now - due - 50)); fi
  done
)

hundredths() {
  read -r up _ < /proc/uptime && echo "$((\${up%.*} * 100 + 1\${up#*.} - 100))"
}

# rest HUNDREDTHS: sleeps so long. A sleep without fractions sleeps a second, which the clock makes up for.
rest() {
  case $1 in ?) set -- "00$1";; ??) set -- "0$1";; esac
  sleep "\${1%??}.\${1#"\${1%??}"}" 2> /dev/null || sleep 1
}

paced() {
  pace=$1
  shift
  [ -n "$pace" ] || { "$@"; return; }
  { ends=$({ { "$@" 3>&- 4>&-; echo "$?" >&3; } | { limit "$pace" >&4 3>&- 4>&-; echo "$?" >&3; }; } 3>&1); } 4>&1
  (killed_among $ends) || return
  for end in $ends; do [ "$end" = 0 ] || return "$end"; done
}
`.replaceAll("\\${", "${");

/**
 * The command with its standard output held to so many bytes a second. What travels is limited, as it travels: a
 * stream that compresses itself is limited after that.
 */
export function limited(send: Command, rate: number): Command {
  const { argv, ...rest } = send;
  return { ...rest, ...script(`${LIMIT}paced "$@"`, rate, ...argv) };
}
