import type { ServiceSpec } from "../../schemas/normal";
import type { Kind } from "../model/kind";
import type { Mover } from "../model/mover";
import type { StepName } from "../model/plan";
import type { Transport } from "../model/transport";
import type { JournalDocument } from "./journal";
import type { Routing } from "./move";

/** A move that could be made: both hosts, the adapters, and what is asked of them. */
export interface Prospect {
  readonly service: ServiceSpec;
  readonly kind: Kind;
  readonly source: Transport;
  readonly target: Transport;
  readonly routing?: Routing;
  readonly mover: Mover;
  /** The move that it goes on with, and the staging trees that it left on the target. */
  readonly resumes?: Resuming;
}

/** A move that was left and is gone on with. */
export interface Resuming {
  readonly document: JournalDocument;
  readonly step: StepName;
  /** By dataset. */
  readonly staged: ReadonlyMap<string, string>;
}
