import { CLOSED, home, now, readLock, readRecord } from "../commands/records";
import type { Result } from "../model/command";
import type { Host } from "../model/host";
import { CommandFailed, type Fact } from "../model/procedure";
import type { LockRecord, PlacementRecord } from "../model/record";

/** The placement record of a service on a host; undefined where Ferry has left none. */
export function placementRecord(host: Host, service: string): Fact<PlacementRecord | undefined> {
  const ask = readRecord(host, service, "placement");
  return { ask, parse: (result) => json<PlacementRecord>(text(host, ask, result)) };
}

/** The journal of the last or current move of a service, as text; undefined where there is none. */
export function journalText(host: Host, service: string): Fact<string | undefined> {
  const ask = readRecord(host, service, "journal");
  return { ask, parse: (result) => text(host, ask, result).trim() || undefined };
}

/** Who holds the lock of a service; undefined where nobody does. */
export function lockRecord(host: Host, service: string): Fact<LockRecord | undefined> {
  const ask = readLock(host, service);
  return {
    ask,
    parse: (result) => {
      const [age = "", ...rest] = text(host, ask, result).split("\n");
      const holder = json<Omit<LockRecord, "age">>(rest.join("\n"));
      return holder && { ...holder, age: Number(age) };
    },
  };
}

/** The host's own clock, in seconds since the epoch. */
export function hostClock(): Fact<number> {
  const ask = now();
  return { ask, parse: (result) => Number.parseFloat(printed(ask, result)) };
}

/** Ferry's notes are on a host where this user may not look: whether there is a move to go on with cannot be known. */
export class RecordsClosed extends Error {
  override readonly name = "RecordsClosed";
  readonly remedy: string;

  constructor(host: Host, said: string) {
    const place = home(host);
    super(
      `${host.name}: the user that Ferry logs in as may not read what Ferry has noted there below ${place}: ${said.trim()}`,
    );
    this.remedy =
      `Let that user become root (\`become: sudo\` or \`become: docker\` in hosts.${host.name}), as whoever used Ferry on ` +
      `that host before did, or give it the notes: as root on ${host.name}, \`chown -R USER ${place}\`.`;
  }
}

/** Throws `RecordsClosed` where the host said that the user may not look. */
export function refuseClosed(host: Host, { code, stderr }: Result): void {
  if (code === CLOSED) throw new RecordsClosed(host, stderr);
}

function text(host: Host, ask: Fact<unknown>["ask"], result: Result): string {
  refuseClosed(host, result);
  return printed(ask, result);
}

function printed(ask: Fact<unknown>["ask"], result: Result): string {
  if (result.code !== 0) throw new CommandFailed(ask, result);
  return result.stdout;
}

function json<T>(written: string): T | undefined {
  return written.trim() ? (JSON.parse(written) as T) : undefined;
}
