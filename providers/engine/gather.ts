import type { ServiceSpec } from "../../schemas/normal";
import { sizesOf } from "../facts/host";
import { placementRecord } from "../facts/records";
import { type ImageDecision, planImages } from "../kinds/images";
import type { Kind } from "../model/kind";
import type { Means, Mover } from "../model/mover";
import type { OwnerMap } from "../model/owners";
import type { DatasetPlan, ImagePlan, RoutePlan, StepName } from "../model/plan";
import { ask } from "../model/procedure";
import type { PlacementRecord } from "../model/record";
import type { Check, Dataset, LeftBehind, Observed } from "../model/service";
import type { Transport } from "../model/transport";
import { chooseSnapshots } from "../movers/snapshots";
import { askOwners } from "./ask-owners";
import { decider } from "./decide";
import { imageChecks } from "./image-checks";
import { planCopies } from "./image-copies";
import type { JournalDocument } from "./journal";
import { lockChecks } from "./lock-checks";
import type { Routing } from "./move";
import { namedOwners } from "./named-owners";
import { perform } from "./perform";
import type { Findings } from "./plan";
import { askHosts, hostChecks } from "./preflight";
import { limitOf } from "./prepare-move";
import { scanDataset } from "./scan";
import type { SharedFacts } from "./sharing";

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

export interface Resuming {
  readonly document: JournalDocument;
  readonly step: StepName;
  /** By dataset. */
  readonly staged: ReadonlyMap<string, string>;
}

/** What was found, with what the steps need beyond the plan. */
export interface Gathered {
  readonly observed: Observed;
  readonly images: readonly ImageDecision[];
  readonly findings: Findings;
  /** What files travel with. */
  readonly means: Means;
  /** What users and groups of the source are on the target, for data whose owners travel by name. */
  readonly owners?: OwnerMap;
  /** The datasets that are read from snapshots on the source, by id. */
  readonly snapshots: ReadonlySet<string>;
}

/** Looks at both hosts for everything a plan is made of; `shared` holds what was just asked. Writes nothing. */
export async function gather(prospect: Prospect, shared: SharedFacts): Promise<Gathered> {
  const { service, kind, source, target, mover } = prospect;
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
  const { means, because } = mover.means(
    { name: source.host.name, tools: asked.left.tools },
    { name: target.host.name, tools: asked.right.tools },
  );
  const between = { source, target, tools: asked.left.tools, codec: means.codec };
  const images = await planCopies(between, observed.images, decided, shared);
  const host = await hostChecks({ ...prospect, observed, datasets, images, arrived }, asked);
  const named = namedOwners(owners, {
    service: service.name,
    from: source.host.name,
    to: target.host.name,
    means,
    tools: asked.left.tools,
  });
  const checks = [
    ...locks,
    ...host,
    ...named.checks,
    ...observed.troubles,
    ...kindChecks,
    ...imageChecks(images, source.host.name, target.host.name),
    ...proxies,
  ];
  const told = [
    ...because,
    ...snapshots.because,
    ...named.because,
    ...[source, target].flatMap(({ asRoot }) => asRoot ?? []),
  ];
  const found = { datasets, images, checks, routes, means: told };
  return {
    observed,
    images,
    means,
    snapshots: snapshots.of,
    ...named.map,
    findings: findings(prospect, observed, found),
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

interface Found {
  readonly datasets: DatasetPlan[];
  readonly images: readonly ImagePlan[];
  readonly checks: readonly Check[];
  readonly routes: readonly RoutePlan[];
  readonly means: readonly string[];
}

function findings(prospect: Prospect, observed: Observed, found: Found): Findings {
  const { service, source, target } = prospect;
  const placed = new Set(found.datasets.map((each) => each.source.id));
  const homeless = observed.datasets.filter((each) => !placed.has(each.id));
  const left: LeftBehind[] = [
    ...observed.left,
    ...homeless.map((each) => ({ what: each.path, why: `${target.host.name} has no place for ${each.id}` })),
    ...found.datasets.flatMap((each) => each.scan.left),
  ];
  return {
    service: service.name,
    kind: service.kind,
    from: source.host.name,
    to: target.host.name,
    strategy: service.move.strategy,
    ...limitOf(service),
    ...resumedBy(prospect),
    conflictsAt: `services.${service.name}.move.conflicts`,
    ...found,
    images: found.images.map(imagePlan),
    left,
  };
}

/** What of a decision is for people; the rest is how it is done. */
const imagePlan = ({ name, how, bytes, layers, whole }: ImagePlan): ImagePlan => ({
  name,
  how,
  bytes,
  ...(layers ? { layers } : {}),
  ...(whole === undefined ? {} : { whole }),
});

function resumedBy({ resumes }: Prospect): Pick<Findings, "resumes"> {
  if (!resumes) return {};
  const { move, started: since } = resumes.document;
  return { resumes: { move, since, step: resumes.step } };
}

async function scanAll(
  prospect: Prospect,
  observed: Observed,
  places: readonly Dataset[],
  record: PlacementRecord | undefined,
): Promise<DatasetPlan[]> {
  const { service, source, target } = prospect;
  const decide = decider(service.move.conflicts, record?.role === "retained" ? record.at : undefined);
  const plans = observed.datasets.map(async (from): Promise<DatasetPlan[]> => {
    const to = places.find((place) => place.id === from.id);
    if (!to) return [];
    const scan = await scanDataset(source, target, from, to, { exclude: service.move.exclude, decide });
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
