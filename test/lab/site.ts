import { join } from "node:path";

/** The names that belong to one lab: everything it makes carries its index, so labs never meet. */
export interface Site {
  readonly index: number;
  /** Its directory: roots, keys, logs. */
  readonly directory: string;
  /** The network namespace that holds the bridge, away from this machine's own firewall rules. */
  readonly switch: string;
  /** This machine's end of the cable into the switch. */
  readonly uplink: string;
  readonly gateway: string;
}

export const siteLimit = 16;

/**
 * Where runs say which numbers they hold. The same for all, wherever their disks lie: the names of namespaces,
 * interfaces and control groups are the whole machine's.
 */
export const claims = "/var/tmp/ferry-lab";

/** Overlay needs a real file system below it, and tmpfs would hold whole Docker trees in memory. */
export function labRoot(): string {
  return process.env.FERRY_LAB_DIRECTORY ?? claims;
}

/** The lab of a number; `root` is where its disks lie, when another run has put them somewhere. */
export function site(index: number, root: string = labRoot()): Site {
  return {
    index,
    directory: join(root, String(index)),
    switch: `ferry${index}-switch`,
    uplink: `ferry${index}`,
    gateway: `10.77.${index}.1`,
  };
}

/** The address of a lab's host by its place in the list: 10.77.0.11 for the first of lab 0. */
export function addressOf(lab: Site, place: number): string {
  return `10.77.${lab.index}.${11 + place}`;
}

/** The network namespace of a host. */
export function namespaceOf(lab: Site, host: string): string {
  return `ferry${lab.index}-${host}`;
}

/** The switch's port for a host; an interface name has at most 15 characters, so it carries a number. */
export function portOf(lab: Site, place: number): string {
  return `f${lab.index}p${place}`;
}
