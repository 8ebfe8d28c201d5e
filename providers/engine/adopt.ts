import type { ServiceSpec } from "../../schemas/normal";
import type { Assessment, Block, RoutePlan } from "../model/plan";
import type { Check } from "../model/service";
import type { Engine } from "./engine";
import { perform } from "./perform";
import { routingOf } from "./routing";

/**
 * What taking over a service that runs on its declared host means: nothing for the service itself; its route
 * is written where it is not there yet, or leads elsewhere.
 */
export async function adoption(engine: Engine, service: ServiceSpec, evidence: string): Promise<Assessment> {
  const found = await routeOf(engine, service);
  const base = { service: service.name, host: service.host, evidence };
  if (!found) return { action: "adopt", ...base, routes: [], checks: [], blocks: [] };
  const { routes, checks } = found;
  const blocks: Block[] = checks
    .filter((check) => check.outcome === "fail")
    .map((check) => ({
      reason: `${check.name}: ${check.text}`,
      remedy: check.remedy ?? "Mend it and try again.",
    }));
  return { action: "adopt", ...base, routes, checks, blocks };
}

/** Writes the route where `adoption` found that it has to be. */
export async function ensureRoute(
  engine: Engine,
  service: ServiceSpec,
  routes: readonly RoutePlan[],
): Promise<void> {
  if (routes.length === 0) return;
  const routing = await routingOf(engine, service, (await engine.hosts.get(service.host)).host);
  if (!routing) return;
  const { proxy, declaration, route, on, to } = routing;
  await perform(on, proxy.point(declaration, route, to, on.host));
}

async function routeOf(
  engine: Engine,
  service: ServiceSpec,
): Promise<{ routes: RoutePlan[]; checks: readonly Check[] } | undefined> {
  const routing = await routingOf(engine, service, (await engine.hosts.get(service.host)).host);
  if (!routing) return undefined;
  const { proxy, declaration, route, on, to } = routing;
  const state = await perform(on, proxy.observe(declaration, route, on.host));
  if (state.upstream === to) return undefined;
  const from = state.upstream === undefined ? {} : { from: state.upstream };
  const checks = await perform(on, proxy.checks(declaration, route, on.host));
  return { routes: [{ proxy: route.proxy, domain: route.domain, file: state.file, to, ...from }], checks };
}
