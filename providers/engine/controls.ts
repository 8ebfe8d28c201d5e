import { removeRequest } from "../commands/requests";
import { moveRequest } from "../facts/requests";
import type { StepName } from "../model/plan";
import { act, ask } from "../model/procedure";
import type { MoveRequest } from "../model/record";
import type { Transport } from "../model/transport";
import { perform } from "./perform";

/** How often the hosts are asked whether somebody wants the move to stop; milliseconds. */
const LOOK_EVERY = 3000;

/** From here on clients may have reached the target: the move goes on to its end. */
const PAST: ReadonlySet<StepName> = new Set(["cutOver", "confirm", "commit", "retain"]);

/** Steps in which the service runs on the source: a move can be left as it is. */
const BEFORE_STOP: ReadonlySet<StepName> = new Set(["lock", "stage", "precopy", "quiesce"]);

/** Somebody asked the move to stop; not a failure. */
export class AskedToStop extends Error {
  override readonly name = "AskedToStop";
  readonly remedy: string;
  constructor(readonly request: Pick<MoveRequest, "what" | "by">) {
    super(`${request.what === "pause" ? "paused" : "cancelled"} by ${request.by}`);
    this.remedy = "Run `pulumi up` again when it is to move.";
  }
}

/**
 * What stops a move before its end: a request that `ferry pause` or `ferry cancel` left on the hosts, or this process
 * being asked to end. It is looked for now and then, and taken note of at the move's safe points; work that can be
 * given up at any moment listens to `signal`.
 */
export class Controls {
  private readonly abort = new AbortController();
  private asked: AskedToStop | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly service: string,
    private readonly hosts: readonly Transport[],
  ) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Asks this move to stop. To cancel counts more than to pause. */
  ask(request: Pick<MoveRequest, "what" | "by">): void {
    if (this.asked && request.what === "pause") return;
    this.asked = new AskedToStop(request);
    this.abort.abort(this.asked);
  }

  /** Begins to look for requests; what was asked of an earlier move does not count. */
  async watch(): Promise<void> {
    await this.clear();
    clearInterval(this.timer);
    this.timer = setInterval(() => void this.look(), LOOK_EVERY);
    this.timer.unref();
  }

  rest(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Throws what was asked for, if this step is a safe point for it. The last one for a pause looks once more. */
  async check(next: StepName): Promise<void> {
    if (PAST.has(next)) return this.rest();
    if (next === "quiesce" && this.timer) await this.look();
    if (this.asked && (this.asked.request.what === "cancel" || BEFORE_STOP.has(next))) throw this.asked;
  }

  /** Takes requests off the hosts, as far as they can be reached. */
  async clear(): Promise<void> {
    const removals = this.hosts.map((host) =>
      perform(host, ask(act(removeRequest(host.host, this.service)))),
    );
    await Promise.allSettled(removals);
  }

  /** A host that does not answer now is asked again later; two looks at once would be one too many. */
  private look(): Promise<void> {
    this.looking ??= this.readAll().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async readAll(): Promise<void> {
    const found = await Promise.allSettled(
      this.hosts.map((host) => perform(host, ask(moveRequest(host.host, this.service)))),
    );
    for (const each of found) if (each.status === "fulfilled" && each.value) this.ask(each.value);
  }
}
