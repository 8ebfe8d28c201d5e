/**
 * What Ferry leaves on a host to know a copy again: the active one, or a retained one that must not start.
 * Times are the host's own, in seconds since the epoch.
 */
export interface PlacementRecord {
  readonly service: string;
  readonly role: "active" | "retained";
  /** The move that made it so. */
  readonly move: string;
  readonly at: number;
  /** The other host of that move. */
  readonly peer: string;
  /** Where the retained data lies, or what the active copy replaced. */
  readonly paths: readonly string[];
  /** Until when a retained copy is promised to stay, seconds since the epoch. */
  readonly until?: number;
}

/** Who holds the lock of a service on a host, and how long ago (seconds) it last said so. */
export interface LockRecord {
  readonly move: string;
  readonly controller: string;
  readonly since: string;
  readonly age: number;
}

/** What somebody has asked of a move: it is noticed at the next safe point. */
export interface MoveRequest {
  readonly what: "pause" | "cancel";
  /** user@machine. */
  readonly by: string;
  /** ISO 8601, by the clock of that machine. */
  readonly at: string;
}
