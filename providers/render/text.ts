import type { Assessment, Plan } from "../model/plan";
import { wrapProse } from "./columns";
import { DEFAULT_WIDTH, type Line, NARROWEST, toned } from "./lines";
import { plain } from "./styled";
import { recoveryMeans, recoveryTitle, resumeMeans } from "./summary";
import { checksSection, leftSection } from "./text/checks";
import { conflictsSection } from "./text/conflicts";
import { dataSection, downtimeSection } from "./text/data";
import { blocksSection, routesSection } from "./text/routes";
import { stepsSection } from "./text/steps";

export interface TextOptions {
  /** Columns that a line may take; 80 by default, never less than 40. */
  readonly width?: number;
}

/** What would be done for a service, as a reviewer reads it in a terminal: one string a line, without colours. */
export function renderText(assessment: Assessment, options: TextOptions = {}): string[] {
  return plain(layOut(assessment, options));
}

/** The same lines with their tones, for `styled`. */
export function layOut(assessment: Assessment, options: TextOptions = {}): Line[] {
  const width = Math.max(NARROWEST, Math.floor(options.width ?? DEFAULT_WIDTH));
  const title = (text: string) => toned(wrapProse(text, width, "", { rest: "  " }), "title");
  const { service } = assessment;
  switch (assessment.action) {
    case "none":
      return toned(
        wrapProse(`${service}  on ${assessment.host}  (${assessment.evidence})`, width, "", { rest: "  " }),
      );
    case "adopt":
      return [
        ...title(`${service}  on ${assessment.host}  (adopt: ${assessment.evidence})`),
        ...toned(wrapProse("Ferry takes it over as it is; the service itself is not touched.", width, "  ")),
        ...checksSection(assessment.checks, width),
        ...routesSection(assessment.routes, width),
        ...blocksSection(assessment.blocks, width),
      ];
    case "blocked":
      return [...title(`${service}  (blocked)`), ...blocksSection(assessment.blocks, width)];
    case "recover":
      return [
        ...title(`${service}  ${assessment.from} -> ${assessment.to}  (${recoveryTitle(assessment)})`),
        ...toned(wrapProse(recoveryMeans(assessment), width, "  "), "warn"),
      ];
    case "move":
      return [...title(moveTitle(assessment.plan)), ...planLines(assessment.plan, width)];
  }
}

function moveTitle(plan: Plan): string {
  return `${plan.service}  ${plan.from} -> ${plan.to}  (${plan.strategy})`;
}

function planLines(plan: Plan, width: number): Line[] {
  const resumed = resumeMeans(plan);
  return [
    ...(resumed === undefined ? [] : toned(wrapProse(resumed, width, "  "))),
    ...stepsSection(plan, width),
    ...dataSection(plan, width),
    ...downtimeSection(plan, width),
    ...conflictsSection(plan, width),
    ...leftSection(plan, width),
    ...checksSection(plan.checks, width),
    ...routesSection(plan.routes, width),
    ...blocksSection(plan.blocks, width),
  ];
}
