import { blocksOf } from "../engine/engine";
import { FerryError, MoveStuck, reasons } from "../engine/errors";
import { reviewedMove } from "../engine/facts";
import { adoptedOn, type Outputs } from "../engine/outputs";
import type { Assessment } from "../model/plan";
import { renderText } from "../render/text";
import { say } from "./console";
import { both, diary, diaryFolder } from "./diary";
import { withEngine } from "./engines";
import { type CheckedInputs, type DeclaredInputs, declared, type State, stackOf } from "./inputs";
import { rowListener } from "./progress";
import { untilAsked } from "./stopping";

/** Pulumi indents diagnostics by four columns of the usual eighty. */
const WIDTH = 76;

export interface CheckResult {
  readonly inputs: CheckedInputs;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/**
 * Looks at the hosts and says what would be done. It is the only method that Pulumi calls in a preview of a
 * new resource, so the scan belongs here. It writes nothing on any host.
 */
export async function check(olds: Partial<State>, news: DeclaredInputs): Promise<CheckResult> {
  const { stack, service } = stackOf(news);
  const adopting = olds.service === undefined;
  const assessment = await withEngine(stack, (engine) => engine.assess(service, { adopting }));
  await report(news.resource, assessment, adopting);
  const failures = blocksOf(assessment).map(({ reason, remedy }) => ({
    property: "",
    reason: `${reason} ${remedy}`,
  }));
  return { inputs: { ...declared(news), ...reviewed(assessment) }, failures };
}

function reviewed(assessment: Assessment): Pick<CheckedInputs, "move" | "recover"> {
  const move = reviewedMove(assessment);
  if (move) return { move };
  if (assessment.action !== "recover") return {};
  const { how, from, to, step, since } = assessment;
  return { recover: `${how} the move ${from} -> ${to} of ${since}, cut off in step ${step}` };
}

/** The texts that this process has shown: `up` checks twice, and once is enough. */
const shown = new Set<string>();

async function report(urn: string, assessment: Assessment, adopting: boolean): Promise<void> {
  if (assessment.action === "none" && !adopting) return;
  const text = renderText(assessment, { width: WIDTH }).join("\n");
  if (shown.has(urn + text)) return;
  shown.add(urn + text);
  await say(urn, "info", text);
}

export interface DiffResult {
  readonly changes: boolean;
}

/** A service changes when it would move, when a move was cut off, or when its declaration differs. */
export async function diff(_id: string, olds: State, news: CheckedInputs): Promise<DiffResult> {
  const same = JSON.stringify(news.service) === JSON.stringify(olds.service);
  const moves = news.move !== undefined || news.recover !== undefined;
  return { changes: moves || !same || olds.host !== news.service.host };
}

/** Adopts the service where it runs, or moves it there. */
export async function create(inputs: CheckedInputs): Promise<{ id: string; outs: State }> {
  return { id: inputs.service.name, outs: { ...declared(inputs), ...(await bring(inputs)) } };
}

export async function update(_id: string, olds: State, news: CheckedInputs): Promise<{ outs: State }> {
  const found = await bring(news);
  const { since, lastMove, retained } = olds;
  const kept = found.lastMove === null && olds.host === found.host ? { since, lastMove, retained } : {};
  return { outs: { ...declared(news), ...found, ...kept } };
}

/** Looks where the service is now, for `pulumi refresh`. */
export async function read(id: string, props: State): Promise<{ id: string; props: State }> {
  const { stack, service } = stackOf(props);
  const found = await withEngine(stack, (engine) => engine.whereabouts(service));
  return { id, props: { ...props, ...found } };
}

/** Lets go of the service: nothing on any host is touched. */
export async function remove(_id: string, props: State): Promise<void> {
  await say(
    props.resource,
    "info",
    `Ferry lets go of ${props.service.name}; it goes on running on ${props.host}.`,
  );
}

async function bring(inputs: CheckedInputs): Promise<Outputs> {
  const { stack, service } = stackOf(inputs);
  try {
    return await withEngine(stack, async (engine) => {
      const log = both(rowListener(inputs.resource), diary({ folder: diaryFolder() }));
      const move = () => engine.bring(service, log);
      const moved = await untilAsked((by) => engine.interrupt(by), move);
      if (moved) return moved;
      const { host, state } = await engine.whereabouts(service);
      return adoptedOn(host, state, new Date());
    });
  } catch (error) {
    throw readable(error);
  }
}

/** Pulumi shows an error's message only: what happened, why, and what to do belong in it. */
function readable(error: unknown): Error {
  if (!(error instanceof FerryError)) return new Error(reasons(error).join(": "), { cause: error });
  const unfinished =
    error instanceof MoveStuck ? error.unfinished.map((line) => `\n  not put back: ${line}`) : [];
  return new Error(`${error.message}${unfinished.join("")}\n  What to do: ${error.remedy}`, { cause: error });
}
