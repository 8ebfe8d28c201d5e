import { type Command, script } from "../model/command";
import { at, type Host } from "../model/host";

/** What the user's own commands may rely on; nothing secret. */
function environment(host: Host): Readonly<Record<string, string>> {
  return { FERRY_HOST: host.name, FERRY_ADDRESS: host.address, FERRY_ROOT: host.root };
}

// "absent" where the directory is not there; otherwise the exit code of the status command.
const STATUS = `cd "$1" 2>/dev/null || { echo absent; exit 0; }
shift; "$@" >/dev/null </dev/null; echo "exit $?"`;

/** Asks the status command, in the service's directory, if there is one. */
export function askStatus(host: Host, directory: string, status: readonly string[]): Command {
  return { ...script(STATUS, at(host, directory), ...status), env: environment(host) };
}

// A service that keeps its output open would keep this session open for as long as it runs. So its output goes
// to a reader that shows the beginning and then only empties the pipe; it ends with the last writer.
const START = `cd "$1" || exit 1
shift; t=$(mktemp -d) || exit 1; mkfifo "$t/pipe" || exit 1; : >"$t/said"
{ head -c 4000 >"$t/said"; cat; } <"$t/pipe" >/dev/null 2>&1 &
"$@" >"$t/pipe" 2>&1 </dev/null; code=$?
[ "$code" -eq 0 ] || { sleep 0.1; cat "$t/said" >&2; }
rm -rf "$t"; exit "$code"`;

/** Runs the start command, in the service's directory; it may leave a child with its output open. */
export function startProcess(host: Host, directory: string, start: readonly string[]): Command {
  return { ...script(START, at(host, directory), ...start), env: environment(host), within: 5 * 60_000 };
}

/** Runs the stop command in the service's directory; fine where there is none. */
export function stopProcess(host: Host, directory: string, stop: readonly string[]): Command {
  const run = script(
    'cd "$1" 2>/dev/null || exit 0; shift; exec "$@" </dev/null',
    at(host, directory),
    ...stop,
  );
  return { ...run, env: environment(host), within: 5 * 60_000 };
}

export const STOP_SECONDS = 30;

// Exits 75 (EX_TEMPFAIL) where it still runs at the end.
const AWAIT = `cd "$2" 2>/dev/null || exit 0
end=$(( $(date +%s) + $1 )); shift 2
while "$@" >/dev/null 2>&1 </dev/null; do [ "$(date +%s)" -lt "$end" ] || exit 75; sleep 0.2; done`;

/** Waits until the status command says that it does not run, for at most `STOP_SECONDS`. */
export function awaitStopped(host: Host, directory: string, status: readonly string[]): Command {
  const run = script(AWAIT, STOP_SECONDS, at(host, directory), ...status);
  return { ...run, env: environment(host), within: (STOP_SECONDS + 30) * 1000 };
}
