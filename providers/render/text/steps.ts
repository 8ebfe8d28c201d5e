import type { Plan, PlannedStep } from "../../model/plan";
import { pad, wrapProse } from "../columns";
import { heading, type Line, toned } from "../lines";

/** The steps in order; a bar marks those in which the service does not answer. */
export function stepsSection(plan: Plan, width: number): Line[] {
  if (plan.steps.length === 0) return [];
  const names = Math.max(...plan.steps.map((step) => step.name.length));
  return [
    ...heading("steps  (| the service does not answer)", width),
    ...plan.steps.flatMap((step, index) => stepLines(step, index + 1, names, width)),
  ];
}

function stepLines(step: PlannedStep, number: number, names: number, width: number): Line[] {
  const bar = step.down ? "|" : " ";
  const first = `  ${bar} ${String(number).padStart(2)}  ${pad(step.name, names)}  `;
  const rest = `  ${bar} ${" ".repeat(first.length - 4)}`;
  return toned(wrapProse(step.text, width, first, { rest }), step.down ? "warn" : undefined);
}
