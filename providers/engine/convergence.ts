import type { DowntimePart } from "../model/plan";

/** What a listing of the source found to have changed since the listing before. */
export interface Rest {
  readonly files: number;
  readonly bytes: number;
  /** How long the source took to find out. */
  readonly listSeconds: number;
}

/** Seconds that an entry costs beside its bytes: 100,000 small files take about five. */
const SECONDS_A_FILE = 0.000_05;

/** Bytes a second at which the proof reads what the final sync has sent, on both hosts side by side. */
const PROOF_RATE = 400_000_000;

/** A rest counts as smaller when this share of the smallest one before it is left, or less. */
const SMALLER = 0.9;

/** So many listings in a row may find no smaller rest: a service also writes in bursts. */
const PATIENCE = 2;

/** What the rest may always take, in seconds: nobody's listing and connection are much faster. */
const LEAST_ALLOWED = 0.5;

/** However long stop and start take, the rest may have this share of the downtime that the user allows. */
const LEAST_SHARE = 0.25;

/**
 * How many seconds of downtime the rest would take, were the service stopped now: the source is listed, what
 * changed is sent at the measured bandwidth (bytes a second), and the proof reads it. All else was compared before.
 */
export function predict({ files, bytes, listSeconds }: Rest, bandwidth: number): number {
  return listSeconds + files * SECONDS_A_FILE + bytes / bandwidth + bytes / PROOF_RATE;
}

/**
 * What a prediction grows to while other work is done before the stop: `covered` is the time in which the rest
 * came together, `since` how long ago the listing was.
 */
export const grown = (seconds: number, since: number, covered: number): number =>
  seconds * Math.max(1, since / Math.max(covered, 0.001));

/** What the rest may take: the allowed downtime, without the parts of it that are known already; seconds. */
export function allowedForRest(maxDowntime: number, parts: readonly DowntimePart[]): number {
  const others = parts
    .filter(({ name }) => name !== "list" && name !== "rest")
    .reduce((sum, { seconds }) => sum + seconds, 0);
  return Math.max(maxDowntime - others, maxDowntime * LEAST_SHARE, LEAST_ALLOWED);
}

/**
 * Decides after each pass, from the predictions so far (the last one is of what there is now): stop the service
 * when the rest fits, send another pass while it shrinks, give up when it does not. It cannot go on for ever: each
 * pass that counts as smaller takes a tenth off, and `PATIENCE` that do not end it.
 */
export function judge(predictions: readonly number[], allowed: number): "fits" | "shrinks" | "giveUp" {
  const last = predictions.at(-1) ?? Number.POSITIVE_INFINITY;
  if (last <= allowed) return "fits";
  let best = Number.POSITIVE_INFINITY;
  let idle = 0;
  for (const seconds of predictions) {
    if (seconds < best * SMALLER) {
      best = seconds;
      idle = 0;
    } else idle += 1;
  }
  return idle >= PATIENCE ? "giveUp" : "shrinks";
}
