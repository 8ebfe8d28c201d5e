import type { ImageDecision } from "../kinds/images";
import type { Means } from "../model/mover";
import type { OwnerMap } from "../model/owners";
import type { Observed } from "../model/service";
import { findings } from "./findings";
import { imageChecks } from "./image-checks";
import { planCopies } from "./image-copies";
import { namedOwners } from "./named-owners";
import type { Findings } from "./plan";
import { hostChecks } from "./preflight";
import type { Prospect } from "./prospect";
import type { SharedFacts } from "./sharing";
import { survey } from "./survey";

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
  const { service, source, target, mover } = prospect;
  const found = await survey(prospect, shared);
  const { observed, datasets, routes, asked, arrived, snapshots } = found;
  const { tools } = asked.left;
  const [from, to] = [source.host.name, target.host.name];
  const { means, because } = mover.means({ name: from, tools }, { name: to, tools: asked.right.tools });
  const images = await planCopies(
    { source, target, tools, codec: means.codec },
    observed.images,
    found.decided,
    shared,
  );
  const host = await hostChecks({ ...prospect, observed, datasets, images, arrived }, asked);
  const named = namedOwners(found.owners, { service: service.name, from, to, means, tools });
  const checks = [
    ...found.locks,
    ...host,
    ...named.checks,
    ...observed.troubles,
    ...found.kindChecks,
    ...imageChecks(images, from, to),
    ...found.proxies,
  ];
  const asRoot = [source, target].flatMap((each) => each.asRoot ?? []);
  const told = [...because, ...snapshots.because, ...named.because, ...asRoot];
  return {
    observed,
    images,
    means,
    snapshots: snapshots.of,
    ...named.map,
    findings: findings(prospect, observed, { datasets, images, checks, routes, means: told }),
  };
}
