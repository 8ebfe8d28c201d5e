import { type Command, script } from "../model/command";

/** How long one question to a service may take. */
const PROBE_SECONDS = 5;

// What is there is used: curl, wget (GNU or busybox), python3, bash, busybox's or another nc. Prints the status
// code, "open" where only a connection was asked for, or nothing. Exits 0 unless no tool is there (69,
// EX_UNAVAILABLE). Redirections are not followed: the answer of the service itself counts.
const ASK = `addr=$1 port=$2 path=$3 host=$4 secs=$5
case $addr in *:*) url="http://[$addr]:$port$path";; *) url="http://$addr:$port$path";; esac
have() { command -v "$1" >/dev/null 2>&1; }
request() { printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' "$path" "$host"; }
code() { sed -n '1s/^HTTP\\/[0-9.]* \\([0-9][0-9][0-9]\\).*/\\1/p'; }
if [ -z "$path" ]; then
  if have bash; then timeout "$secs" bash -c 'exec 3<>"/dev/tcp/$1/$2"' x "$addr" "$port" 2>/dev/null && echo open; exit 0; fi
  if have python3; then exec python3 -c 'import socket, sys
try: socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3])).close(); print("open")
except OSError: pass' "$addr" "$port" "$secs"; fi
  if have curl; then
    s=$(curl -s -g -o /dev/null -w '%{time_connect}' --noproxy '*' -m 2 "$url/"); case $s in *[1-9]*) echo open;; esac; exit 0
  fi
  if have nc; then nc -w "$secs" "$addr" "$port" </dev/null >/dev/null 2>&1 && echo open; exit 0; fi
  exit 69
fi
if have curl; then
  s=$(curl -s -g -o /dev/null -w '%{http_code}' --noproxy '*' -m "$secs" -H "Host: $host" "$url")
  [ "$s" = 000 ] || echo "$s"; exit 0
fi
status() { sed -n 's/^ *HTTP\\/[0-9.]* \\([0-9][0-9][0-9]\\).*/\\1/p' | head -n 1; }
if have wget; then
  # busybox follows redirections, but shows the first answer first; its -T crashes in Debian 12.
  case $(wget --version 2>&1) in
    *GNU*) wget -q -S -O /dev/null -T "$secs" --max-redirect=0 --tries=1 --no-proxy --header "Host: $host" "$url" 2>&1;;
    *) http_proxy= timeout "$secs" wget -q -S -O /dev/null --header "Host: $host" "$url" 2>&1;;
  esac | status; exit 0
fi
if have python3; then exec python3 -c 'import http.client, sys
try:
  c = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=float(sys.argv[5]))
  c.request("GET", sys.argv[3], headers={"Host": sys.argv[4]}); print(c.getresponse().status)
except (OSError, http.client.HTTPException): pass' "$addr" "$port" "$path" "$host" "$secs"; fi
if have bash; then
  request | timeout "$secs" bash -c 'exec 3<>"/dev/tcp/$1/$2" && cat >&3 && head -n 1 <&3' x "$addr" "$port" 2>/dev/null | code; exit 0
fi
if have nc; then request | nc -w "$secs" "$addr" "$port" 2>/dev/null | code; exit 0; fi
exit 69`;

// Asks again and again, on the host itself, until the service is well or the time is over: the last answer counts.
const PROBE = `ask() (
${ASK}
)
end=$(($(date +%s) + $6))
while :; do
  said=$(ask "$1" "$2" "$3" "$4" "$5"); code=$?
  [ "$code" = 0 ] || exit "$code"
  case $said in open|2??|3??) break;; esac
  [ "$(date +%s)" -lt "$end" ] || break
  sleep 0.05 2>/dev/null || sleep 1
done
[ -z "$said" ] || printf '%s\\n' "$said"`;

/**
 * Asks a service for a path over HTTP, or, where `path` is undefined, only connects. `hostname` is what the
 * request says it wants (some applications refuse other names); the address by default. One that is not well is
 * asked again for so many seconds (`patience`).
 */
export function probeService(
  address: string,
  port: number,
  path?: string,
  hostname?: string,
  patience = 0,
): Command {
  const name = address.includes(":") ? `[${address}]` : address;
  const run = script(
    PROBE,
    address,
    String(port),
    path ?? "",
    hostname ?? `${name}:${port}`,
    String(PROBE_SECONDS),
    String(patience),
  );
  return { ...run, within: (PROBE_SECONDS + patience + 5) * 1000 };
}
