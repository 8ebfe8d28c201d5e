import { type Command, script } from "../model/command";
import type { Host } from "../model/host";
import { home } from "./records";

const directory = (host: Host, service: string): string => `${home(host)}/services/${service}`;

// The record of the move that is under way wins over what is found by now: a stage that runs again, after it
// was cut off, must not take what it made for what was there before. Written whole, then renamed.
const KEPT = `f="$1/stage.json"
if [ -f "$f" ] && grep -q -F "\\"move\\":\\"$2\\"" "$f"; then cat >/dev/null; exec cat "$f"; fi
`;
const WRITE = `umask 077; mkdir -p "$1" && cat >"$1/.stage.new" && { sync "$1/.stage.new" 2>/dev/null || sync; } &&
mv -f "$1/.stage.new" "$1/stage.json" && exec cat "$1/stage.json"`;

/** Notes what is on the host before a move makes anything there, and prints the note that counts. */
export function keepStageRecord(host: Host, service: string, move: string, text: string): Command {
  return { ...script(KEPT + WRITE, directory(host, service), move), stdin: text };
}

/** Replaces the note: what it asked of the start is done. */
export function writeStageRecord(host: Host, service: string, text: string): Command {
  return { ...script(WRITE, directory(host, service)), stdin: text };
}

/** Prints the note of the last move that made something here, or nothing. Writes nothing. */
export function readStageRecord(host: Host, service: string): Command {
  return script('[ ! -f "$1" ] || cat "$1"', `${directory(host, service)}/stage.json`);
}

export function dropStageRecord(host: Host, service: string): Command {
  return script('rm -f "$1"', `${directory(host, service)}/stage.json`);
}
