import { randomBytes } from "node:crypto";
import { hostname, userInfo } from "node:os";
import type { ServiceSpec, Stack } from "../../schemas/normal";
import type { Assessment, Block, Plan } from "../model/plan";
import type { Adapters } from "./adapters";
import { adoption, ensureRoute } from "./adopt";
import type { Controls } from "./controls";
import { type CutOff, findCutOff, mayBeCutOff } from "./cut-off";
import { FerryError, reasons, remedyOf } from "./errors";
import { type Gathered, gather, type Prospect, type Resuming } from "./gather";
import { Hosts } from "./hosts";
import { locate, sightings } from "./locate";
import type { Listener } from "./move";
import { afterMove, type Outputs } from "./outputs";
import { makePlan } from "./plan";
import { passagesOf, prepareMove } from "./prepare-move";
import { recover } from "./recover";
import { pausedBlock, resumingOf, sameWay, staysTheSame } from "./resume";
import { routingOf } from "./routing";
import { run } from "./run";
import { SharedFacts } from "./sharing";
import { stepsOf } from "./steps";
import { type Sighting, type Verdict, whereFound } from "./verdict";

/** How old a look at a host may be while many services are assessed side by side, in milliseconds. */
const SHARED_FOR = 2_000;

/** How old an answer may be within one look: it asks a host the same thing in several places. */
const ONE_LOOK = 15_000;

/** How old a look may be that is acted on: Pulumi checks a resource and updates it in one breath. */
const FRESH_FOR = 5_000;

export interface AssessOptions {
  /** True where the service is new to its caller: its route is looked at too. */
  readonly adopting?: boolean;
}

/** An assessment with what acting on it needs. */
interface Looked {
  readonly assessment: Assessment;
  readonly prospect?: Prospect;
  readonly gathered?: Gathered;
  readonly cutOff?: CutOff;
}

/** Looks at the hosts of one stack, says what would be done, and does it. */
export class Engine {
  readonly hosts: Hosts;
  private readonly shared = new SharedFacts(SHARED_FOR);
  private readonly moving = new Set<Controls>();
  private readonly looks = new Map<string, { readonly at: number; readonly looked: Looked }>();

  constructor(
    readonly surroundings: Pick<Stack, "hosts" | "proxies">,
    readonly adapters: Adapters,
    private readonly steps: typeof stepsOf = stepsOf,
  ) {
    this.hosts = new Hosts(Object.keys(surroundings.hosts), adapters.openTransport);
  }

  /** What `up` would do for a service. Writes nothing on any host, and does not reject: trouble is a block. */
  async assess(service: ServiceSpec, options: AssessOptions = {}): Promise<Assessment> {
    try {
      const looked = await this.look(service, options, this.shared);
      this.looks.set(JSON.stringify(service), { at: performance.now(), looked });
      return looked.assessment;
    } catch (error) {
      return { action: "blocked", service: service.name, blocks: [asBlock(service, error)] };
    }
  }

  /** Where each declared host says the service is. */
  where(service: ServiceSpec): Promise<Sighting[]> {
    return sightings(this.hosts, this.adapters.kindOf(service), service, this.shared);
  }

  /** Where it was found, for a refresh. */
  async whereabouts(service: ServiceSpec): Promise<Pick<Outputs, "host" | "state">> {
    return whereFound(service.host, await this.where(service));
  }

  /**
   * Brings the service to its declared host: finishes or unwinds a move that was cut off, then adopts or moves.
   * Resolves to the outputs of the move, or to undefined where nothing had to move. Rejects with a `FerryError`
   * that says what happened and what to do; the service then runs where it ran.
   */
  async bring(service: ServiceSpec, log: Listener): Promise<Outputs | undefined> {
    let looked = this.freshMove(service) ?? (await this.look(service, { adopting: true }));
    if (looked.cutOff && looked.assessment.action === "recover") {
      await recover(this, service, looked.cutOff, log);
      looked = await this.look(service, { adopting: true });
    }
    const { assessment, prospect, gathered } = looked;
    refuseBlocked(assessment);
    if (assessment.action === "move" && prospect && gathered) {
      return this.move(prospect, gathered, assessment.plan, log);
    }
    if (assessment.action === "adopt") await ensureRoute(this, service, assessment.routes);
    return undefined;
  }

  /** Asks every move that is under way to pause at its next safe point. Returns how many there are. */
  interrupt(by: string): number {
    for (const controls of this.moving) controls.ask({ what: "pause", by });
    return this.moving.size;
  }

  async close(): Promise<void> {
    await this.hosts.close();
  }

  /** A move that was looked at just now. That it still holds is seen once the lock is taken. */
  private freshMove(service: ServiceSpec): Looked | undefined {
    const key = JSON.stringify(service);
    const last = this.looks.get(key);
    this.looks.delete(key);
    const fresh = last !== undefined && performance.now() - last.at < FRESH_FOR;
    return fresh && last.looked.assessment.action === "move" ? last.looked : undefined;
  }

  private async look(
    service: ServiceSpec,
    options: AssessOptions,
    shared = new SharedFacts(ONE_LOOK),
  ): Promise<Looked> {
    const { name } = service;
    const found = await locate(this.hosts, this.adapters.kindOf(service), service, shared);
    const cutOff = await this.leftMove(name, found.kind !== "here" || options.adopting === true, shared);
    if (cutOff) {
      const goingOn = await this.lookAtLeft(service, cutOff, found, shared);
      return goingOn ?? { assessment: { action: "recover", service: name, ...cutOff.summary }, cutOff };
    }
    if (found.kind === "blocked")
      return { assessment: { action: "blocked", service: name, blocks: found.blocks } };
    if (found.kind === "elsewhere") return this.lookAtMove(service, found.host, shared);
    if (options.adopting) return { assessment: await adoption(this, service, found.evidence) };
    return { assessment: { action: "none", service: name, host: service.host, evidence: found.evidence } };
  }

  /** A service that stays where it is has a shared look at most: it may be one whose move was reverted. */
  private async leftMove(name: string, sure: boolean, shared: SharedFacts): Promise<CutOff | undefined> {
    return sure || (await mayBeCutOff(this.hosts, name, shared)) ? findCutOff(this.hosts, name) : undefined;
  }

  /** The move that was left, gone on with, where it still is the one that is declared; undefined where it is not. */
  private async lookAtLeft(
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
    const resumes = resumingOf(cutOff, this.adapters.mover);
    const looked = await this.lookAtMove(service, found.host, shared, resumes);
    const { prospect, gathered, assessment } = looked;
    if (!prospect || !gathered || assessment.action !== "move") return undefined;
    const passages = passagesOf(prospect, assessment.plan, cutOff.document.move, gathered.means);
    return sameWay(passages, cutOff.document.memo.passages) ? looked : undefined;
  }

  private async lookAtMove(
    service: ServiceSpec,
    from: string,
    shared: SharedFacts,
    resumes?: Resuming,
  ): Promise<Looked> {
    const kind = this.adapters.kindOf(service);
    const [source, target] = await Promise.all([this.hosts.get(from), this.hosts.get(service.host)]);
    const routing = await routingOf(this, service, target.host);
    const { mover } = this.adapters;
    const more = { ...(routing ? { routing } : {}), ...(resumes ? { resumes } : {}) };
    const prospect: Prospect = { service, kind, source, target, mover, ...more };
    const gathered = await gather(prospect, shared);
    const plan = makePlan(gathered.findings);
    return { assessment: { action: "move", service: service.name, plan }, prospect, gathered };
  }

  private async move(prospect: Prospect, gathered: Gathered, plan: Plan, log: Listener): Promise<Outputs> {
    const id = prospect.resumes?.document.move ?? moveId();
    const move = prepareMove(this.adapters, prospect, gathered, plan, id, controller(), log);
    this.moving.add(move.controls);
    try {
      await run(move, this.steps(plan.steps.map((step) => step.name)));
      return afterMove(move, new Date());
    } finally {
      move.controls.rest();
      this.moving.delete(move.controls);
    }
  }
}

/** Short enough for file names, and never used twice. */
const moveId = (): string => randomBytes(6).toString("hex");

/** Who moves, for the lock and the journal: what a colleague needs to find the process. */
const controller = (): string => `${userInfo().username}@${hostname()}:${process.pid}`;

function asBlock(service: ServiceSpec, error: unknown): Block {
  return {
    reason: `${service.name}: ${reasons(error).join(": ")}`,
    remedy: remedyOf(error) ?? "Look at the host with `ferry doctor` and try again.",
  };
}

/** Throws what blocks an assessment, all of it, with every remedy. */
function refuseBlocked(assessment: Assessment): void {
  const blocks = blocksOf(assessment);
  if (blocks.length === 0) return;
  throw new FerryError(blocks.map((block) => block.reason).join("; "), {
    service: assessment.service,
    step: "preflight",
    remedy: blocks.map((block) => block.remedy).join(" "),
  });
}

/** What keeps an assessment from being acted on. */
export function blocksOf(assessment: Assessment): readonly Block[] {
  if (assessment.action === "move") return assessment.plan.blocks;
  return "blocks" in assessment ? assessment.blocks : [];
}
