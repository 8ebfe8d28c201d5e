import type { ProxyDecl, ServiceDecl } from "../../schemas/stack";
import type { ImageDecision } from "../kinds/images";
import type { Fence, Kind, Named } from "../model/kind";
import type { Both, Mover, Passage } from "../model/mover";
import type { Plan, StepName } from "../model/plan";
import type { Proxy, Route, RouteState } from "../model/proxy";
import type { Observed } from "../model/service";
import type { Transport } from "../model/transport";
import type { Controls } from "./controls";
import type { Journal } from "./journal";
import type { Lease } from "./lease";
import type { Way } from "./way";

/** A route of the moving service, with the adapter and the host that serve it. */
export interface Routing {
  readonly proxy: Proxy;
  readonly declaration: ProxyDecl;
  readonly route: Route;
  readonly on: Transport;
  /** Where it leads once the service has moved: "address:port". */
  readonly to: string;
}

/**
 * What undoing needs to know, kept in the journal before it is needed: a controller that has never seen the
 * move must be able to put everything back from this and from what it observes. No secrets.
 */
export interface Memo {
  passages: Passage[];
  fence?: Fence;
  route?: RouteState;
  /** Seconds since the epoch by the source's clock, right after the stop. */
  stoppedAt?: number;
}

/** Progress of the step that runs, as people see it. */
export interface StepProgress {
  readonly step: StepName | "undo";
  readonly text: string;
  /** 0 to 1, where it is known. */
  readonly share?: number;
  readonly bytes?: number;
  readonly totalBytes?: number;
  /** Bytes per second. */
  readonly rate?: number;
  readonly secondsLeft?: number;
  /** Which pass of a dataset, counted from 1, and how many entries it sends. */
  readonly pass?: number;
  readonly files?: number;
  /** Bytes a second that the running service changed since the pass before. */
  readonly dirtyRate?: number;
}

/** One move under way: the plan, both hosts, and what the steps hand on to each other. */
export interface Move {
  readonly id: string;
  readonly plan: Plan;
  readonly service: Named<ServiceDecl>;
  readonly kind: Kind;
  readonly mover: Mover;
  /** The mover at work while the service runs: gentle, unless the stack file says otherwise. */
  readonly moverAhead: Mover;
  readonly source: Transport;
  readonly target: Transport;
  readonly observed: Observed;
  readonly images: readonly ImageDecision[];
  readonly routing?: Routing;
  readonly memo: Memo;
  readonly journal: Journal;
  readonly lease: Lease;
  readonly controls: Controls;
  readonly limits: Limits;
  /** Opened by the first step that sends, closed at the end. */
  readonly way: Way;
  /** What the staging trees began with, by dataset; known to the source once a pass has settled. */
  readonly begun: Map<string, string>;
  /** What both sides hold after the final pass, by dataset, where it has told. */
  readonly seen: Map<string, Both>;
  /** Takes away what the channel of an earlier try at this move left on the hosts. */
  readonly closeOldChannel: () => Promise<void>;
  readonly log: Listener;
  readonly took: Took;
}

export interface Limits {
  readonly maxDowntimeSeconds: number;
  readonly healthWithinMs: number;
  readonly retainSeconds: number;
  /** How long a source that cannot be reached after the stop is waited for. */
  readonly sourceWithinMs: number;
}

/** A move that begins, or goes on. */
export interface Beginning {
  readonly move: string;
  readonly service: string;
  readonly from: string;
  readonly to: string;
  /** True where it goes on with what an earlier try has left. */
  readonly resumed: boolean;
}

export interface Listener {
  begins?(move: Beginning): void;
  progress(progress: StepProgress): void;
  /** A line worth keeping: "image shop-web copied from alpha". */
  note(text: string): void;
  /** With the error that it ended with, if any. */
  ends?(error?: unknown): void;
}

/** What the move took, filled in as it goes. */
export interface Took {
  bytes: number;
  files: number;
  passes: number;
  downFrom?: number;
  downUntil?: number;
  readonly steps: { step: StepName; seconds: number }[];
  proof?: { files: number; bytes: number; root: string };
}

/** One step of a move. Both directions may run twice and look at what is there before they act. */
export interface Step {
  readonly name: StepName;
  do(move: Move): Promise<void>;
  /** Absent where there is nothing to put back. */
  undo?(move: Move): Promise<void>;
  /** True where nothing of it has to be put back: it may begin before its intent is written. */
  readonly harmless?: boolean;
  /** True where its record is all there is to it: the record travels with the next step's. */
  readonly recordOnly?: boolean;
  /** True where the copy on the source may only start again once this undo has worked. */
  readonly guardsSource?: boolean;
}
