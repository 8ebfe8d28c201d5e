import type { ServiceDecl } from "../../schemas/stack";
import type { Host } from "./host";
import type { Procedure } from "./procedure";
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
  /** A cheap look, shared between services where it can be: is it running here? Writes nothing. */
  locate(service: Named<D>, host: Host): Procedure<Whereabouts>;
  /** The whole look at the host where it lives. Writes nothing. */
  observe(service: Named<D>, host: Host): Procedure<Observed>;
  /** Where each dataset of the source will lie on the target (same ids, target's paths). Writes nothing. */
  place(service: Named<D>, source: Observed, target: Host): Procedure<readonly Dataset[]>;
  /** Preflight of what only this kind knows (Docker, Compose, networks…) on the target. Writes nothing. */
  checks(service: Named<D>, source: Observed, target: Host): Procedure<readonly Check[]>;
  /** Makes ready on the target all that can be before the stop (volumes, a created but stopped container). */
  stage(service: Named<D>, source: Observed, target: Host): Procedure<void>;
  /** Takes away what `stage` and `start` made on the target; never a dataset's data. */
  unstage(service: Named<D>, source: Observed, target: Host): Procedure<void>;
  /** Keeps this copy from starting by itself (restart policies, enabled units). Returns what `unfence` needs. */
  fence(service: Named<D>, host: Host): Procedure<Fence>;
  /** Puts the recorded policies back. */
  unfence(service: Named<D>, host: Host, fence: Fence): Procedure<void>;
  stop(service: Named<D>, host: Host): Procedure<void>;
  /** Starts the copy on this host, with the data in its real place. */
  start(service: Named<D>, host: Host): Procedure<void>;
  /** Is it up by its own word (container health checks, the status command)? */
  ready(service: Named<D>, host: Host): Procedure<Readiness>;
}

export interface Readiness {
  readonly state: "ready" | "starting" | "failed";
  /** "web: unhealthy", "db exited with 1". */
  readonly reason: string;
}
