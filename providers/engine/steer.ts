import type { ServiceSpec } from "../../schemas/normal";
import { removeRequest, writeRequest } from "../commands/requests";
import type { StepName } from "../model/plan";
import { act, ask } from "../model/procedure";
import type { MoveRequest } from "../model/record";
import { FORWARD, findCutOff, isHeld, unfinished } from "./cut-off";
import type { Engine } from "./engine";
import { begun } from "./journal";
import type { Listener } from "./move";
import { perform } from "./perform";
import { recover } from "./recover";

/** A move that has not come to its end, as who steers it sees it. */
export interface OpenMove {
  readonly move: string;
  readonly from: string;
  readonly to: string;
  /** The last step that was begun. */
  readonly step: StepName;
  /** True while its controller says that it lives. */
  readonly held: boolean;
  readonly controller: string;
  /** `runs`: the service was not stopped yet; `past`: clients may have reached the target. */
  readonly phase: "runs" | "stopped" | "past";
  readonly request?: MoveRequest;
}

/** The move of a service that has not come to its end; undefined where there is none. */
export async function openMove(engine: Engine, service: string): Promise<OpenMove | undefined> {
  const all = await unfinished(engine.hosts, service);
  const [newest] = all;
  if (!newest) return undefined;
  const { document } = newest;
  const { move, from, to, controller } = document;
  const steps = begun(document);
  const past = steps.some((step) => FORWARD.includes(step));
  const phase = past ? "past" : steps.includes("quiesce") ? "stopped" : "runs";
  const request = all.find((each) => each.request)?.request;
  const step = steps.at(-1) ?? "lock";
  return { move, from, to, step, controller, phase, held: all.some(isHeld), ...(request ? { request } : {}) };
}

/** Leaves a request for a move on both of its hosts, or takes it back where none is given. */
export async function leaveRequest(
  engine: Engine,
  service: string,
  { from, to }: OpenMove,
  request?: MoveRequest,
): Promise<void> {
  const text = request && `${JSON.stringify(request)}\n`;
  await Promise.all(
    [from, to].map(async (name) => {
      const on = await engine.hosts.get(name);
      const change = text ? writeRequest(on.host, service, text) : removeRequest(on.host, service);
      await perform(on, ask(act(change)));
    }),
  );
}

/** Puts back a move that nobody holds. False where there is none, or where it can only be finished. */
export async function putBack(engine: Engine, service: ServiceSpec, log: Listener): Promise<boolean> {
  const cutOff = await findCutOff(engine.hosts, service.name);
  if (!cutOff || cutOff.summary.how === "finish") return false;
  await recover(engine, service, cutOff, log);
  return true;
}
