import { hostname, userInfo } from "node:os";
import type { ServiceSpec, Stack } from "../../schemas/normal";
import { moveId } from "../commands/own-names";
import type { Assessment, Block, Plan } from "../model/plan";
import type { Adapters } from "./adapters";
import { ensureRoute } from "./adopt";
import type { Controls } from "./controls";
import { FerryError, reasons, remedyOf } from "./errors";
import type { Gathered } from "./gather";
import { Hosts } from "./hosts";
import { sightings } from "./locate";
import { type AssessOptions, type Looked, look } from "./look";
import type { Listener } from "./move";
import { afterMove, type Outputs } from "./outputs";
import { prepareMove } from "./prepare-move";
import type { Prospect } from "./prospect";
import { makeWay } from "./recover";
import { run } from "./run";
import { SharedFacts } from "./sharing";
import { stepsOf } from "./steps";
import { type Sighting, whereFound } from "./verdict";

/** How old a look at a host may be while many services are assessed side by side, in milliseconds. */
const SHARED_FOR = 2_000;

/** How old an answer may be within one look: it asks a host the same thing in several places. */
const ONE_LOOK = 15_000;

/** How old a look may be that is acted on: Pulumi checks a resource and updates it in one breath. */
const FRESH_FOR = 5_000;

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
      const looked = await look(this, service, options, this.shared);
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
    let looked =
      this.freshMove(service) ?? (await look(this, service, { adopting: true }, new SharedFacts(ONE_LOOK)));
    // What was kept of a move that was cut off may turn out to be of no use for the one that is asked for.
    for (let tries = 0; tries < 2 && looked.cutOff && looked.assessment.action === "recover"; tries++) {
      await makeWay(this, service, looked.cutOff, log);
      looked = await look(this, service, { adopting: true }, new SharedFacts(ONE_LOOK));
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

  private async move(prospect: Prospect, gathered: Gathered, plan: Plan, log: Listener): Promise<Outputs> {
    const id = prospect.resumes?.document.move ?? moveId();
    const move = prepareMove(this.adapters, prospect, gathered, plan, id, controller(), log);
    this.moving.add(move.controls);
    const { service, from, to } = plan;
    log.begins?.({ move: id, service, from, to, resumed: plan.resumes !== undefined });
    try {
      await run(move, this.steps(plan.steps.map((step) => step.name)));
      log.ends?.();
      return afterMove(move, new Date());
    } catch (error) {
      log.ends?.(error);
      throw error;
    } finally {
      move.controls.rest();
      this.moving.delete(move.controls);
    }
  }
}

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
