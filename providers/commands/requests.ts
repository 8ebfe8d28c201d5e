import { type Command, script } from "../model/command";
import type { Host } from "../model/host";
import { home, PRINT } from "./records";

const place = (host: Host, service: string): string => `${home(host)}/services/${service}`;

/** Prints what somebody has asked of the move of a service, or nothing. Writes nothing. */
export const readRequest = (host: Host, service: string): Command =>
  script(PRINT, `${place(host, service)}/request`);

/** Leaves a request for whoever moves the service. `text` travels by standard input. */
export const writeRequest = (host: Host, service: string, text: string): Command => ({
  ...script(
    'umask 077; mkdir -p "$1" && cat > "$1/.request.new" && mv -f "$1/.request.new" "$1/request"',
    place(host, service),
  ),
  stdin: text,
});

/** Takes a request back; fine where there is none. */
export const removeRequest = (host: Host, service: string): Command =>
  script('rm -f "$1/request"', place(host, service));

// A journal is one line of JSON: a quote inside a text of it has a backslash before it.
const OPEN = `cd "$1/services" 2>/dev/null || exit 0
for f in */journal.json; do
  [ ! -e "$f" ] || grep -q '"outcome":"\\(committed\\|unwound\\)"' "$f" || printf '%s\\n' "\${f%%/*}"
done`;

/** Prints the names of the services whose last move on this host has not come to its end, one a line. */
export const listOpenMoves = (host: Host): Command => script(OPEN, home(host));
