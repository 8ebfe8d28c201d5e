import type { StepName } from "../../model/plan";
import type { Step } from "../move";
import { commit } from "./commit";
import { confirm } from "./confirm";
import { cutOver } from "./cut-over";
import { finalSync } from "./final-sync";
import { lock } from "./lock";
import { precopy } from "./precopy";
import { probe } from "./probe";
import { quiesce } from "./quiesce";
import { release } from "./release";
import { retain } from "./retain";
import { stage } from "./stage";
import { start } from "./start";
import { verify } from "./verify";

const known: ReadonlyMap<StepName, Step> = new Map(
  [
    lock,
    stage,
    precopy,
    quiesce,
    finalSync,
    verify,
    release,
    start,
    probe,
    cutOver,
    confirm,
    commit,
    retain,
  ].map((step) => [step.name, step]),
);

/** The steps that a plan names, in its order. `preflight` is the plan itself, made anew. */
export function stepsOf(names: readonly StepName[]): Step[] {
  return names.flatMap((name) => known.get(name) ?? []);
}

/** Every step, for unwinding a move of which only the journal is left. */
export const allSteps: readonly Step[] = [...known.values()];
