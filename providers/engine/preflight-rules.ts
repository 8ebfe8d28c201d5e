import type { Identity, Space } from "../facts/host";
import type { Check } from "../model/service";

/** How much more than the source uses has to be free on the target. */
export const MEMORY_HEADROOM = 1.2;
export const DISK_HEADROOM = 1.1;

/** Clocks further apart than this make "newer" unreliable, in seconds. */
const CLOCK_TOLERANCE = 5;

/** What a move cannot do without, on both hosts. */
const NEEDED_TOOLS = ["tar", "find", "sha256sum"] as const;

interface Names {
  readonly from: string;
  readonly to: string;
}

/** Same architecture, and really two machines: two names of one would copy a tree onto itself. */
export function machineCheck(names: Names, left: Identity, right: Identity, real: boolean): Check {
  const name = "architecture";
  if (real && left.boot !== "" && left.boot === right.boot) {
    return {
      name: "two machines",
      outcome: "fail",
      text: `${names.from} and ${names.to} are the same machine (one boot id)`,
      remedy: "Declare that machine under one name only.",
    };
  }
  if (left.machine === right.machine) return { name, outcome: "pass", text: `both are ${left.machine}` };
  return {
    name,
    outcome: "fail",
    text: `${names.from} is ${left.machine}, ${names.to} is ${right.machine}: programs and images would not run`,
    remedy: `Choose a host that is ${left.machine}, or deploy the service anew on ${names.to}.`,
  };
}

/** The tools that listing, sending and proving need, on any rung of the ladder of movers. */
export function toolChecks(names: Names, left: Identity, right: Identity): Check[] {
  const sides = [
    [names.from, left],
    [names.to, right],
  ] as const;
  const missing = sides.flatMap(([host, { tools }]) =>
    NEEDED_TOOLS.filter((tool) => !tools.has(tool)).map((tool) => ({ host, tool })),
  );
  if (missing.length === 0)
    return [{ name: "tools", outcome: "pass", text: `${NEEDED_TOOLS.join(", ")} on both` }];
  return missing.map(({ host, tool }) => ({
    name: "tools",
    outcome: "fail",
    text: `${tool} is missing on ${host}`,
    remedy: `Install it there: \`apt-get install tar findutils coreutils\` (dnf and apk have packages of the same names).`,
  }));
}

/** 1.2 times the memory that the service uses now must be available; nothing where its use is not known. */
export function memoryCheck(host: string, used: number | undefined, available: number): Check[] {
  if (used === undefined) return [];
  const needed = used * MEMORY_HEADROOM;
  const text = `${mb(available)} MB available on ${host}, ${mb(needed)} MB wanted (1.2 times what it uses)`;
  if (available >= needed) return [{ name: "memory", outcome: "pass", text }];
  return [
    { name: "memory", outcome: "fail", text, remedy: `Free memory on ${host}, or choose a larger host.` },
  ];
}

/** 1.1 times what will land on each file system must be free there, staging included. */
export function diskChecks(
  host: string,
  needs: ReadonlyMap<string, number>,
  room: readonly Space[],
): Check[] {
  const mounts = new Map<string, { free: number; bytes: number }>();
  for (const each of room) {
    const known = mounts.get(each.mount) ?? { free: each.free, bytes: 0 };
    mounts.set(each.mount, { ...known, bytes: known.bytes + (needs.get(each.path) ?? 0) });
  }
  return [...mounts].map(([mount, { free, bytes }]) => {
    const needed = bytes * DISK_HEADROOM;
    const text = `${mb(free)} MB free on ${host}:${mount}, ${mb(needed)} MB wanted (1.1 times what arrives)`;
    if (free >= needed) return { name: "disk", outcome: "pass", text };
    return {
      name: "disk",
      outcome: "fail",
      text: `not enough disk space: ${text}`,
      remedy: `Free ${mb(needed - free)} MB on ${host}:${mount}, or exclude what need not travel with \`move.exclude\`.`,
    };
  });
}

/** Every path that something lands on must be writable. */
export function writableChecks(host: string, room: readonly Space[]): Check[] {
  const closed = room.filter((each) => !each.writable);
  if (closed.length === 0)
    return room.length === 0
      ? []
      : [
          {
            name: "writable",
            outcome: "pass",
            text: `${room.length} ${room.length === 1 ? "path" : "paths"} on ${host}`,
          },
        ];
  return closed.map((each) => ({
    name: "writable",
    outcome: "fail",
    text: `${host}:${each.path} cannot be written to`,
    remedy:
      "Give the ssh user rights there (`become: sudo`, or `become: docker` for one of the docker group), or remount the file system read-write.",
  }));
}

/** A host that Ferry keeps its notes on during a move, and the user it is there as, where that is known. */
export interface Noting {
  readonly host: string;
  readonly place: string;
  readonly user?: string | undefined;
  readonly room: readonly Space[];
}

/** Without its notes (the lock, the journal, listings) on both hosts a move could not be put back, and does not begin. */
export function notesChecks(sides: readonly Noting[]): Check[] {
  const closed = sides.filter(({ room }) => room.some((each) => !each.writable));
  if (closed.length === 0)
    return [{ name: "notes", outcome: "pass", text: `Ferry may write ${sides[0]?.place} on both` }];
  return closed.map(({ host, place, user }) => ({
    name: "notes",
    outcome: "fail",
    text: `${user ?? "this user"} may not write ${host}:${place}, where Ferry keeps the lock and the journal of a move`,
    remedy:
      `Write \`become: sudo\` (or \`become: docker\`, for one of the docker group) in hosts.${host}; or make the directory, as ` +
      `root on ${host}: \`install -d -m 700 -o ${user ?? "USER"} ${place}\`.`,
  }));
}

/** Clocks that differ make "newer" a matter of opinion. `difference` in seconds. */
export function clockCheck(names: Names, difference: number): Check {
  const apart = Math.abs(difference);
  const text = `${names.from} and ${names.to} are ${apart < 1 ? "less than 1" : Math.round(apart)} s apart`;
  if (apart <= CLOCK_TOLERANCE) return { name: "clock", outcome: "pass", text };
  return {
    name: "clock",
    outcome: "warn",
    text,
    remedy: "Synchronise both clocks; which file is newer is judged by them.",
  };
}

const mb = (bytes: number): string => Math.round(bytes / 1_000_000).toLocaleString("en-US");
