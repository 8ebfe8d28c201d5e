import type { Finding } from "../problems";
import { sharedContainers, sharedProjects } from "./dockerNames";
import { undecidedGlobs } from "./globs";
import { oneMachineTwice } from "./hosts";
import { sharedPlaces } from "./places";
import { templatesThatCannotWork } from "./proxies";
import { unknownNames } from "./references";
import { sharedRoutes, unaskableHealth } from "./routes";
import { viewOf } from "./view";

const rules = [
  unknownNames,
  oneMachineTwice,
  sharedRoutes,
  unaskableHealth,
  templatesThatCannotWork,
  sharedPlaces,
  sharedProjects,
  sharedContainers,
  undecidedGlobs,
] as const;

/**
 * What a schema cannot say: how the parts of a document stand to each other. A value that breaks the schema
 * (one of `misfits`) is wrong already and gets no second finding.
 */
export function crossChecked(document: unknown, misfits: readonly Finding[]): Finding[] {
  const wrong = new Set(misfits.map(({ path }) => JSON.stringify(path)));
  const view = viewOf(document);
  return rules.flatMap((rule) => rule(view)).filter(({ path }) => !wrong.has(JSON.stringify(path)));
}
