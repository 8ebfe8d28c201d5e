import { type Command, script } from "../model/command";
import { at, type Host } from "../model/host";

/** Ferry's own directory on a host (FHS 3.0: /var/lib holds state of one program). */
export const home = (host: Host): string => at(host, "/var/lib/ferry");

const serviceDir = (host: Host, service: string): string => `${home(host)}/services/${service}`;

/** How long a lock counts after its holder last refreshed it, in seconds. */
export const LEASE_SECONDS = 90;

/** Exit code of whoever may not look whether there is a record (sysexits.h, EX_NOPERM). */
export const CLOSED = 77;

/** Shell code that ends with nothing said where `$f` is not there; one that nobody may look for is not the same. */
const UNLESS_THERE = `if [ ! -e "$f" ]; then
  said=$(LC_ALL=C ls -d -- "$f" 2>&1) || case $said in
    *"No such file or directory"*) exit 0;;
    *) printf '%s\\n' "$said" >&2; exit ${CLOSED};;
  esac
fi
`;

/** Shell code that prints the file `$1`, or nothing where it is not there; exits with `CLOSED` where nobody may look. */
export const PRINT = `f=$1; ${UNLESS_THERE}cat "$f" || { [ ! -e "$f" ] || [ -r "$f" ] || exit ${CLOSED}; exit 1; }`;

/** Prints a record of a service, or nothing where there is none. Writes nothing. */
export function readRecord(host: Host, service: string, record: "placement" | "journal"): Command {
  return script(PRINT, `${serviceDir(host, service)}/${record}.json`);
}

// Temporary file, sync, rename, sync of the directory: a reader sees the old record or the new one, also
// after a power cut. `sync FILE` is coreutils >= 8.24; busybox syncs everything, which is slower and as safe.
const WRITE = `umask 077; mkdir -p "$1" && cat > "$1/.$2.new" && { sync "$1/.$2.new" 2>/dev/null || sync; } &&
mv -f "$1/.$2.new" "$1/$2" && { sync "$1" 2>/dev/null || sync; }`;

/** Replaces a record of a service, durably. `text` travels by standard input. */
export function writeRecord(
  host: Host,
  service: string,
  record: "placement" | "journal",
  text: string,
): Command {
  return { ...script(WRITE, serviceDir(host, service), `${record}.json`), stdin: text };
}

/** Removes a record of a service; fine where there is none. */
export function removeRecord(host: Host, service: string, record: "placement" | "journal"): Command {
  return script('rm -f "$1"', `${serviceDir(host, service)}/${record}.json`);
}

// Noclobber makes the creation atomic. A lock that its holder has not refreshed within the lease is moved
// away (rename succeeds for one of several takers), then taken afresh. Exit 75: held by another (EX_TEMPFAIL).
const LOCK = `umask 077; mkdir -p "$1" || exit 1; new=$(cat); f="$1/lock"
take() { ( set -C; printf '%s\\n' "$new" > "$f" ) 2>/dev/null; }
take && exit 0
case "$(cat "$f" 2>/dev/null)" in *"\\"holder\\":\\"$2\\""*) touch "$f"; exit 0;; esac
age=$(( $(date +%s) - $(stat -c %Y "$f" 2>/dev/null || date +%s) ))
if [ "$age" -ge "$3" ] && mv "$f" "$f.$$" 2>/dev/null; then rm -f "$f.$$"; take && exit 0; fi
cat "$f" 2>/dev/null; exit 75`;

/** Takes the lock of a service. Exits 75 and prints the lock's text where another holder has it. */
export function takeLock(host: Host, service: string, holder: string, text: string): Command {
  return { ...script(LOCK, serviceDir(host, service), holder, LEASE_SECONDS), stdin: text };
}

/** Says that the holder lives. Exits 75 where the lock is no longer this holder's. */
export function refreshLock(host: Host, service: string, holder: string): Command {
  return script(
    'case "$(cat "$1/lock" 2>/dev/null)" in *"\\"holder\\":\\"$2\\""*) touch "$1/lock";; *) exit 75;; esac',
    serviceDir(host, service),
    holder,
  );
}

/** Gives the lock back, if it is this holder's. */
export function giveLock(host: Host, service: string, holder: string): Command {
  return script(
    'case "$(cat "$1/lock" 2>/dev/null)" in *"\\"holder\\":\\"$2\\""*) rm -f "$1/lock";; esac',
    serviceDir(host, service),
    holder,
  );
}

/** Prints the age of the lock in seconds, then its text; nothing where there is none. Writes nothing. */
export function readLock(host: Host, service: string): Command {
  return script(
    `f="$1/lock"; ${UNLESS_THERE}echo $(( $(date +%s) - $(stat -c %Y "$f") )); cat "$f"`,
    serviceDir(host, service),
  );
}

/** Prints the host's clock, seconds since the epoch with a fraction. */
export function now(): Command {
  return script("date +%s.%N");
}
