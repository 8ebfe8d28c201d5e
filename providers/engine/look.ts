import type { ServiceSpec } from "../../schemas/normal";
import type { Assessment } from "../model/plan";
import { adoption } from "./adopt";
import { type CutOff, findCutOff, findHeld, mayBeCutOff } from "./cut-off";
import type { Engine } from "./engine";
import { type Gathered, gather } from "./gather";
import { locate } from "./locate";
import { makePlan } from "./plan";
import { passagesOf } from "./prepare-move";
import type { Prospect, Resuming } from "./prospect";
import { heldBlock, pausedBlock, resumingOf, sameWay, staysTheSame } from "./resume";
import { routingOf } from "./routing";
import type { SharedFacts } from "./sharing";
import type { Verdict } from "./verdict";

export interface AssessOptions {
  /** True where the service is new to its caller: its route is looked at too. */
  readonly adopting?: boolean;
}

/** An assessment with what acting on it needs. */
export interface Looked {
  readonly assessment: Assessment;
  readonly prospect?: Prospect;
  readonly gathered?: Gathered;
  readonly cutOff?: CutOff;
}

/** Looks where the service is and what would be done for it. Writes nothing; rejects where it cannot tell. */
export async function look(
  engine: Engine,
  service: ServiceSpec,
  options: AssessOptions,
  shared: SharedFacts,
): Promise<Looked> {
  const { name } = service;
  const found = await locate(engine.hosts, engine.adapters.kindOf(service), service, shared);
  const cutOff = await leftMove(engine, name, found.kind !== "here" || options.adopting === true, shared);
  if (cutOff) {
    const goingOn = await lookAtLeft(engine, service, cutOff, found, shared);
    return goingOn ?? { assessment: { action: "recover", service: name, ...cutOff.summary }, cutOff };
  }
  if (found.kind === "blocked") {
    const held = await findHeld(engine.hosts, name);
    const blocks = held ? [heldBlock(held)] : found.blocks;
    return { assessment: { action: "blocked", service: name, blocks } };
  }
  if (found.kind === "elsewhere") return lookAtMove(engine, service, found.host, shared);
  if (options.adopting) return { assessment: await adoption(engine, service, found.evidence) };
  return { assessment: { action: "none", service: name, host: service.host, evidence: found.evidence } };
}

/** A service that stays where it is has a shared look at most: it may be one whose move was reverted. */
async function leftMove(
  engine: Engine,
  name: string,
  sure: boolean,
  shared: SharedFacts,
): Promise<CutOff | undefined> {
  return sure || (await mayBeCutOff(engine.hosts, name, shared)) ? findCutOff(engine.hosts, name) : undefined;
}

/** The move that was left, gone on with, where it still is the one that is declared; undefined where it is not. */
async function lookAtLeft(
  engine: Engine,
  service: ServiceSpec,
  cutOff: CutOff,
  found: Verdict,
  shared: SharedFacts,
): Promise<Looked | undefined> {
  if (found.kind !== "elsewhere" || !staysTheSame(cutOff, service, found.host)) return undefined;
  if (cutOff.request) {
    const blocks = [pausedBlock(cutOff, cutOff.request)];
    return { assessment: { action: "blocked", service: service.name, blocks } };
  }
  const resumes = resumingOf(cutOff, engine.adapters.mover);
  const looked = await lookAtMove(engine, service, found.host, shared, resumes);
  const { prospect, gathered, assessment } = looked;
  if (!prospect || !gathered || assessment.action !== "move") return undefined;
  const passages = passagesOf(prospect, assessment.plan, cutOff.document.move, gathered);
  return sameWay(passages, cutOff.document.memo.passages) ? looked : undefined;
}

async function lookAtMove(
  engine: Engine,
  service: ServiceSpec,
  from: string,
  shared: SharedFacts,
  resumes?: Resuming,
): Promise<Looked> {
  const kind = engine.adapters.kindOf(service);
  const [source, target] = await Promise.all([engine.hosts.get(from), engine.hosts.get(service.host)]);
  const routing = await routingOf(engine, service, target.host);
  const { mover } = engine.adapters;
  const more = { ...(routing ? { routing } : {}), ...(resumes ? { resumes } : {}) };
  const prospect: Prospect = { service, kind, source, target, mover, ...more };
  const gathered = await gather(prospect, shared);
  const plan = makePlan(gathered.findings);
  return { assessment: { action: "move", service: service.name, plan }, prospect, gathered };
}
