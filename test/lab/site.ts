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

/** Overlay needs a real file system below it, and tmpfs would hold whole Docker trees in memory. */
export function labRoot(): string {
  return process.env.FERRY_LAB_DIRECTORY ?? "/var/tmp/ferry-lab";
}

export function site(index: number): Site {
  return {
    index,
    directory: join(labRoot(), String(index)),
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
