import { sizesOf } from "../facts/host";
import { placementRecord } from "../facts/records";
import { planImages } from "../kinds/images";
import type { Kind } from "../model/kind";
import type { DatasetPlan, RoutePlan } from "../model/plan";
import { ask } from "../model/procedure";
import type { PlacementRecord } from "../model/record";
import type { Check, Dataset, Observed } from "../model/service";
import type { Transport } from "../model/transport";
import { chooseSnapshots } from "../movers/snapshots";
import { askOwners } from "./ask-owners";
import { decider } from "./decide";
import { lockChecks } from "./lock-checks";
import type { Routing } from "./move";
import { perform } from "./perform";
import { askHosts } from "./preflight";
import type { Prospect } from "./prospect";
import { scanDataset } from "./scan";
import type { SharedFacts } from "./sharing";

/** Asks both hosts all that a plan may depend on, side by side; `shared` holds what was just asked. Writes nothing. */
export async function survey(prospect: Prospect, shared: SharedFacts) {
  const { service, kind, source, target } = prospect;
  const [observed, record] = await Promise.all([
    perform(source, kind.observe(service, source.host), { shared }),
    perform(target, ask(placementRecord(target.host, service.name))),
    ...[source, target].map((host) => foretell(host, kind, shared)),
  ]);
  const places = await perform(target, kind.place(service, observed, target.host), { shared });
  const [datasets, decided, kindChecks, routes, locks, proxies, asked, arrived, snapshots, owners] =
    await Promise.all([
      scanAll(prospect, observed, places, record),
      perform(target, planImages(observed, service.move.images)),
      perform(target, kind.checks(service, observed, target.host), { shared }),
      routePlans(prospect.routing),
      lockChecks(prospect),
      proxyChecks(prospect.routing, shared),
      askHosts(source, target, observed),
      arrivedOn(prospect),
      perform(source, chooseSnapshots(source.host, observed.datasets)),
      askOwners(source, target, observed.datasets, service.move.exclude),
    ]);
  return {
    observed,
    datasets,
    decided,
    routes,
    asked,
    arrived,
    snapshots,
    owners,
    locks,
    kindChecks,
    proxies,
  };
}

/** What the move that is gone on with has on the target already; bytes by dataset. */
async function arrivedOn({ resumes, target }: Prospect): Promise<ReadonlyMap<string, number>> {
  if (!resumes || resumes.staged.size === 0) return new Map();
  const sizes = await perform(target, ask(sizesOf([...resumes.staged.values()])));
  return new Map([...resumes.staged].map(([id, path]) => [id, sizes.get(path) ?? 0]));
}

/** Asks at once what the kind will ask one by one; the answers are shared. Whoever needs one says what went wrong. */
async function foretell(host: Transport, { asks = [] }: Kind, shared: SharedFacts): Promise<void> {
  await Promise.allSettled(asks.map((fact) => perform(host, ask(fact), { shared })));
}

async function scanAll(
  prospect: Prospect,
  observed: Observed,
  places: readonly Dataset[],
  record: PlacementRecord | undefined,
): Promise<DatasetPlan[]> {
  const { service, source, target } = prospect;
  const retained = record?.role === "retained" ? record.at : undefined;
  const decide = decider(service.move.conflicts, retained);
  const options = { exclude: service.move.exclude, decide, retained: retained !== undefined };
  const plans = observed.datasets.map(async (from): Promise<DatasetPlan[]> => {
    const to = places.find((place) => place.id === from.id);
    if (!to) return [];
    const scan = await scanDataset(source, target, from, to, options);
    return [{ source: from, target: to, scan }];
  });
  return (await Promise.all(plans)).flat();
}

async function routePlans(routing: Routing | undefined): Promise<RoutePlan[]> {
  if (!routing) return [];
  const { proxy, declaration, route, on, to } = routing;
  const state = await perform(on, proxy.observe(declaration, route, on.host));
  const from = state.upstream === undefined ? {} : { from: state.upstream };
  return [{ proxy: route.proxy, domain: route.domain, file: state.file, to, ...from }];
}

async function proxyChecks(routing: Routing | undefined, shared: SharedFacts): Promise<readonly Check[]> {
  if (!routing) return [];
  const { proxy, declaration, route, on } = routing;
  return perform(on, proxy.checks(declaration, route, on.host), { shared });
}
