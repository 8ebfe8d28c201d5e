import type { Block, RoutePlan } from "../../model/plan";
import { shorten, wrapProse } from "../columns";
import { visibleName } from "../escape";
import { heading, type Line, remedy, toned } from "../lines";
import { routeEnds } from "../summary";

/** Routes that change: the domain, from where to where, and the file that says so. */
export function routesSection(routes: readonly RoutePlan[], width: number): Line[] {
  return routes.flatMap((route) => [
    ...heading(`route ${route.domain} on ${route.proxy}: ${routeEnds(route)}`, width),
    ...toned([`  in ${shorten(visibleName(route.file), width - 5)}`]),
  ]);
}

/** Why the service may not be touched, each with what would change that; last, so that they are what is seen. */
export function blocksSection(blocks: readonly Block[], width: number): Line[] {
  if (blocks.length === 0) return [];
  return [
    ...heading(blocks.length === 1 ? "blocked" : `blocked for ${blocks.length} reasons`, width),
    ...blocks.flatMap((block) => [
      ...toned(wrapProse(block.reason, width, "  - "), "bad"),
      ...remedy(block.remedy, width, "    "),
    ]),
  ];
}
