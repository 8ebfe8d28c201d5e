import { type Command, script } from "../model/command";
import type { Host } from "../model/host";

/** nginx is often outside the PATH of a plain ssh command. */
const PATHS = 'PATH="$PATH:/usr/sbin:/usr/local/sbin:/sbin:/usr/local/bin:/opt/homebrew/bin"\n';

/** A local host's own nginx: "$1" is the root directory of the host, empty on a real one. */
const OURS = `${PATHS}
root=$1
ours() { if [ -n "$root" ]; then nginx -p "$root/etc/nginx/" -c "$root/etc/nginx/nginx.conf" "$@"; else nginx "$@"; fi; }
`;

/** `nginx -V`: version and compiled-in paths, on standard error. Exits 127 where there is no nginx. */
export function nginxBuild(): Command {
  return script(`${PATHS}nginx -V`);
}

/** Relative to the compiled-in paths: where a local host keeps its main file. */
export function mainFileOf(host: Host): string | undefined {
  return host.root ? `${host.root}/etc/nginx/nginx.conf` : undefined;
}

/**
 * Reads every file that the include patterns match, by reading alone: `nginx -T` would create logs, temporary
 * directories and a pid file where they are missing. Prints "?pattern", "=path", and "|" before each line of a
 * file; "!path" for a file that may not be read.
 */
export function readConfiguration(patterns: readonly string[]): Command {
  return script(
    `IFS=
for pattern do
  printf '?%s\\n' "$pattern"
  for file in $pattern; do
    [ -f "$file" ] || continue
    if [ -r "$file" ]; then printf '=%s\\n' "$file"; sed 's/^/|/' "$file"; echo
    else printf '!%s\\n' "$file"; fi
  done
done`,
    ...patterns,
  );
}

/** Prints the paths that are not there; with "pid=PATH" as the first argument, also "dead" where no nginx runs. */
export function nginxTraces(pidFile: string, paths: readonly string[]): Command {
  return script(
    `pid=$(cat "$1" 2>/dev/null)
if [ -n "$pid" ] && { [ -d "/proc/$pid" ] || kill -0 "$pid" 2>/dev/null; }; then echo running; else echo dead; fi
shift
for path do [ -e "$path" ] || printf '%s\\n' "$path"; done`,
    pidFile,
    ...paths,
  );
}

/**
 * `nginx -t` that changes no file, given that all it opens is there already: with a file size limit of 0 it
 * cannot append to a log (it would report a warning there, too). Where "-e" is known the words come once.
 */
export function quietTest(host: Host): Command {
  return script(`${OURS}trap '' XFSZ\nulimit -f 0\nours -t`, host.root);
}

/** The test before a reload, as words for a route file's placement. */
export function testWords(host: Host): string[] {
  return ["sh", "-c", `${OURS}ours -t -q`, "ferry", host.root];
}

/**
 * Reload, and wait until the workers that read the old configuration take no more requests: those that still
 * finish some call themselves "worker process is shutting down". nginx reports a reload that failed only in its
 * log, so the wait is also the test of it.
 */
const RELOAD = `${OURS}
conf=$(ours -T 2>/dev/null) || exit 1
setting() { printf '%s\\n' "$conf" | sed -n "s/^[[:space:]]*$1[[:space:]][[:space:]]*\\([^;[:space:]]*\\).*/\\1/p" | head -n 1; }
built() { nginx -V 2>&1 | sed -n "s/.*--$1=\\([^ ]*\\).*/\\1/p"; }
pidfile=$(setting pid)
[ -n "$pidfile" ] || pidfile=$(built pid-path)
case $pidfile in /*) ;; *) pidfile=$(if [ -n "$root" ]; then echo "$root/etc/nginx"; else built prefix; fi)/$pidfile ;; esac
master=$(cat "$pidfile" 2>/dev/null)
[ -n "$master" ] || { echo "nginx does not run: there is no process id in $pidfile" >&2; exit 1; }
children() {
  if cat /proc/"$master"/task/*/children 2>/dev/null; then return; fi
  for stat in /proc/[0-9]*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    set -- \${line##*) }
    pid=\${stat#/proc/}
    [ "$2" != "$master" ] || echo "\${pid%/stat}"
  done
}
workers() {
  if [ -r /proc/self/stat ]; then
    for pid in $(children); do
      case $(tr -d '\\000' 2>/dev/null <"/proc/$pid/cmdline") in "nginx: worker process") echo "$pid" ;; esac
    done
  else
    ps -ax -o pid=,ppid=,command= | awk -v m="$master" '$2 == m && /nginx: worker process *$/ { print $1 }'
  fi
}
old=" $(workers | tr '\\n' ' ')"
if [ -z "$root" ] && [ -d /run/systemd/system ] && systemctl is-active --quiet nginx 2>/dev/null; then
  systemctl reload nginx || exit 1
else
  ours -s reload || exit 1
fi
end=$(($(date +%s) + 10))
while [ "$(date +%s)" -le "$end" ]; do
  fresh=0 stale=0
  for pid in $(workers); do
    case $old in *" $pid "*) stale=1 ;; *) fresh=1 ;; esac
  done
  [ "$fresh" = 1 ] && [ "$stale" = 0 ] && exit 0
  sleep 0.05 2>/dev/null || sleep 1
done
echo "nginx has not taken up the new configuration within 10 s" >&2
log=$(setting error_log)
[ -z "$log" ] || tail -n 3 "$log" >&2
exit 1`;

/** Reload, as words for a route file's placement; returns when new workers serve, or fails after 10 seconds. */
export function reloadWords(host: Host): string[] {
  return ["sh", "-c", RELOAD, "ferry", host.root];
}

/** Prints "yes" where the kernel has IPv6: a listen on [::] fails without it. */
export function hasIpv6(): Command {
  return script("if [ -d /proc/sys ] && [ ! -e /proc/net/if_inet6 ]; then echo no; else echo yes; fi");
}
