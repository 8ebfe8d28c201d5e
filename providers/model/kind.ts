import type { ServiceDecl } from "../../schemas/stack";
import type { Host } from "./host";
import type { Fact, Procedure } from "./procedure";
import type { Check, Dataset, Observed, Whereabouts } from "./service";

/** A service together with the name it has in the stack file. */
export type Named<D extends ServiceDecl = ServiceDecl> = D & { readonly name: string };

/** What has to be put back so that a fenced copy starts again on a reboot: plain data for the journal, no secrets. */
export type Fence = Readonly<Record<string, string>>;

/**
 * A kind of service. Every method describes work on one host and holds no transport. All of them may
 * run twice: a step that finds its work done does nothing.
 */
export interface Kind<D extends ServiceDecl = ServiceDecl> {
  readonly kind: D["kind"];
  /** Shared facts that most looks of this kind ask for, so that they can be asked side by side. */
  readonly asks?: readonly Fact<unknown>[];
  /** A cheap look, shared between services where it can be: is it running here? Writes nothing. */
  locate(service: Named<D>, host: Host): Procedure<Whereabouts>;
  /** The whole look at the host where it lives. Writes nothing. */
  observe(service: Named<D>, host: Host): Procedure<Observed>;
  /** Where each dataset of the source will lie on the target (same ids, target's paths). Writes nothing. */
  place(service: Named<D>, source: Observed, target: Host): Procedure<readonly Dataset[]>;
  /** Preflight of what only this kind knows (Docker, Compose, networks…) on the target. Writes nothing. */
  checks(service: Named<D>, source: Observed, target: Host): Procedure<readonly Check[]>;
  /**
   * Makes ready on the target all that can be before the stop (volumes, a created but stopped container).
   * First notes on the target, under the name of this move, what is there already: see `unstage`.
   */
  stage(service: Named<D>, source: Observed, target: Host, move: string): Procedure<void>;
  /**
   * Takes away what `stage` and `start` of this move made on the target, and nothing that was there before
   * (a retained copy's containers, volumes); never a dataset's data. Does nothing where `stage` never began.
   */
  unstage(service: Named<D>, source: Observed, target: Host, move: string): Procedure<void>;
  /**
   * Before the stop, when the files are staged but not in their place: makes what `start` would make, stopped,
   * so that the start is short. What it cannot make it leaves to `start`, and `unstage` takes it away.
   */
  ahead?(service: Named<D>, source: Observed, target: Host, staged: readonly Staged[]): Procedure<void>;
  /** What `unfence` will need to put back, read before `fence` changes it. Writes nothing. */
  policies(service: Named<D>, host: Host): Procedure<Fence>;
  /** Keeps this copy from starting by itself (restart policies, enabled units). */
  fence(service: Named<D>, host: Host): Procedure<void>;
  /** Puts the recorded policies back. */
  unfence(service: Named<D>, host: Host, fence: Fence): Procedure<void>;
  stop(service: Named<D>, host: Host): Procedure<void>;
  /** Starts the copy on this host, with the data in its real place. */
  start(service: Named<D>, host: Host): Procedure<void>;
  /** Is it up by its own word (container health checks, the status command)? */
  ready(service: Named<D>, host: Host): Procedure<Readiness>;
}

/** A dataset on its way, on the target: where it will lie, and where it lies until then. */
export interface Staged {
  readonly id: string;
  readonly real: string;
  readonly staged: string;
}

export interface Readiness {
  readonly state: "ready" | "starting" | "failed";
  /** "web: unhealthy", "db exited with 1". */
  readonly reason: string;
}
