import type { OwnerMap } from "../model/owners";
import type { Check } from "../model/service";
import type { AskedOwners } from "./ask-owners";
import { type Between, ownerChecks, ownerLine } from "./owner-checks";
import { ownersByName } from "./owner-map";

/** What owners by name mean for a move. */
export interface NamedOwners {
  /** Absent where nothing travels by name, or where archives carry numbers, which then are the same on both hosts. */
  readonly map: { readonly owners?: OwnerMap };
  readonly checks: readonly Check[];
  /** A line for the plan. */
  readonly because: readonly string[];
}

/** The map of owners, the checks and the words for the plan, from what both hosts said. */
export function namedOwners(asked: AskedOwners | undefined, between: Omit<Between, "lists">): NamedOwners {
  if (!asked) return { map: {}, checks: [], because: [] };
  const found = ownersByName(asked.found, asked.here, asked.there);
  return {
    map: between.means.mover === "archive" ? {} : { owners: found.map },
    checks: ownerChecks(found, { ...between, lists: asked.found.lists }),
    because: [ownerLine(found, between)],
  };
}
