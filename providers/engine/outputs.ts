import type { StepName } from "../model/plan";
import type { Move } from "./move";

/** What the last move took, for people and for dashboards. */
export interface LastMove {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly downtimeSeconds: number;
  readonly bytes: number;
  readonly files: number;
  readonly passes: number;
  readonly steps: readonly { readonly step: StepName; readonly seconds: number }[];
  /** Counts and root hash of the manifests that both sides agreed on. */
  readonly proof?: { readonly files: number; readonly bytes: number; readonly root: string };
}

/** The copy that stays behind, stopped, and until when it is promised to. */
export interface Retained {
  readonly host: string;
  readonly paths: readonly string[];
  readonly until: string;
}

export interface Outputs {
  /** The host it was found on; the declared one where it was found nowhere. */
  readonly host: string;
  /** "running", "stopped" (its files are there), "missing" (nowhere) or "unknown" (a host could not be asked). */
  readonly state: "running" | "stopped" | "missing" | "unknown";
  readonly since: string;
  readonly lastMove: LastMove | null;
  readonly retained: Retained | null;
}

/** The outputs after a move. `now` is the controller's clock. */
export function afterMove(move: Move, now: Date): Outputs {
  const { took, plan } = move;
  const seconds = (value: number): number => Math.round(value * 1000) / 1000;
  const down =
    took.downFrom === undefined ? 0 : ((took.downUntil ?? performance.now()) - took.downFrom) / 1000;
  const stopped = move.memo.stoppedAt ?? now.getTime() / 1000;
  return {
    host: plan.to,
    state: "running",
    since: now.toISOString(),
    lastMove: {
      from: plan.from,
      to: plan.to,
      at: now.toISOString(),
      downtimeSeconds: seconds(down),
      bytes: took.bytes,
      files: took.files,
      passes: took.passes,
      steps: took.steps.map(({ step, seconds: each }) => ({ step, seconds: seconds(each) })),
      ...(took.proof ? { proof: took.proof } : {}),
    },
    retained: {
      host: plan.from,
      paths: move.memo.passages.map((passage) => passage.from.path),
      until: new Date((stopped + move.limits.retainSeconds) * 1000).toISOString(),
    },
  };
}

/** The outputs of a service that Ferry has not moved. */
export function adoptedOn(host: string, state: Outputs["state"], now: Date): Outputs {
  return { host, state, since: now.toISOString(), lastMove: null, retained: null };
}
