import type { Transfer } from "./mover";

export interface Carried {
  readonly bytes: number;
  readonly seconds: number;
  /** What both ends said on standard error, line by line; of the sender's, without its progress. The last lines only. */
  readonly said: { readonly send: readonly string[]; readonly receive: readonly string[] };
}

export interface CarryOptions {
  readonly onBytes?: (bytes: number) => void;
  /** Gets each line of the sender's standard error that does not tell its progress. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Joins two hosts for the time of one move. */
export interface Channel {
  /** "direct" (host to host) or "relay" (through this machine), and why. */
  readonly route: "direct" | "relay";
  readonly because: string;
  /**
   * Runs both ends of a transfer and waits for both. `onBytes` gets the bytes sent so far, a few times a second.
   * Rejects with the failing side's error output when either end exits non-zero.
   */
  carry(transfer: Transfer, options?: CarryOptions): Promise<Carried>;
  /** Removes keys and scripts of this move from both hosts; may run twice. */
  close(): Promise<void>;
}
