import { setTimeout as sleep } from "node:timers/promises";
import { httpStatus } from "../../facts/probe";
import { ask } from "../../model/procedure";
import { FerryError } from "../errors";
import type { Move, Step } from "../move";
import { perform } from "../perform";

/** Asked often: what it waits for is downtime. */
const PAUSE_MS = 150;

/** How long the host itself goes on asking before the copy's own word is looked at; seconds. */
const PATIENCE = 2;

interface Health {
  readonly well: boolean;
  readonly reason: string;
  /** True where waiting longer will not help. */
  readonly hopeless?: boolean;
}

/** Waits until the copy on the target is healthy, by its own word and by the declared health check. */
export const probe: Step = {
  name: "probe",
  harmless: true,
  async do(move) {
    const deadline = performance.now() + move.limits.healthWithinMs;
    for (;;) {
      const health = await look(move);
      if (health.well) return;
      if (health.hopeless || performance.now() > deadline) throw unhealthy(move, health);
      move.log.progress({ step: "probe", text: health.reason });
      await sleep(PAUSE_MS);
    }
  },
};

async function look(move: Move): Promise<Health> {
  const { kind, service, target } = move;
  const declared = await declaredHealth(move);
  const { state, reason } = await perform(target, kind.ready(service, target.host));
  return state === "ready" ? declared : { well: false, reason, hopeless: state === "failed" };
}

async function declaredHealth(move: Move): Promise<Health> {
  const { health, route } = move.service;
  const port = health?.port ?? route?.port;
  if (port === undefined) return { well: true, reason: "" };
  const { target } = move;
  const status = await perform(
    target,
    ask(httpStatus(target.host.address, port, health?.http, { patience: PATIENCE })),
  );
  const well =
    health?.http === undefined ? status !== undefined : status !== undefined && status >= 200 && status < 400;
  const asked =
    health?.http === undefined ? `port ${port}` : `http://${target.host.address}:${port}${health.http}`;
  return { well, reason: `${asked} ${status === undefined ? "does not answer" : `answers ${status}`}` };
}

function unhealthy(move: Move, health: Health): FerryError {
  const waited = health.hopeless ? "" : ` after ${Math.round(move.limits.healthWithinMs / 1000)} s`;
  return new FerryError(`${move.plan.service} is not healthy on ${move.plan.to}${waited}: ${health.reason}`, {
    service: move.plan.service,
    host: move.plan.to,
    step: "probe",
    remedy: `See why it does not come up on ${move.plan.to} (its logs, its configuration), or allow more time with \`health.within\`.`,
  });
}
