import type { ServiceSpec } from "../../schemas/normal";
import { LEASE_SECONDS } from "../commands/records";
import type { Mover, Passage } from "../model/mover";
import type { Block } from "../model/plan";
import type { MoveRequest } from "../model/record";
import type { CutOff, Remembered } from "./cut-off";
import type { Resuming } from "./prospect";

/** True where a move that was left is still the one that the stack file asks for. */
export function staysTheSame({ document, resumable }: CutOff, service: ServiceSpec, from: string): boolean {
  const { kind, move, host } = service;
  return (
    resumable &&
    document.from === from &&
    document.to === host &&
    document.kind === kind &&
    document.strategy === move.strategy
  );
}

/** True where the same data travels from and to the same places: a staging tree may be gone on with. */
export const sameWay = (now: readonly Passage[], then: readonly Passage[]): boolean =>
  JSON.stringify(now.map(way)) === JSON.stringify(then.map(way));

const way = ({ from, to, keep, exclude }: Passage): unknown => [
  [from.id, from.path, from.file ?? false],
  [to.path, to.file ?? false],
  keep,
  exclude,
];

/** What going on with a move needs to know of it. */
export function resumingOf({ document, summary }: CutOff, mover: Mover): Resuming {
  const staged = document.memo.passages.map((passage) => [passage.from.id, mover.staged(passage)] as const);
  return { document, step: summary.step, staged: new Map(staged) };
}

/** Why nothing is done about a service that runs nowhere while its move is held: it may be between two hosts. */
export function heldBlock({ document, lock }: Remembered): Block {
  const { service, from, to, controller } = document;
  const left = Math.max(1, LEASE_SECONDS - (lock?.age ?? 0));
  return {
    reason: `${service} is being moved from ${from} to ${to} by ${lock?.controller ?? controller}, or was less than ${LEASE_SECONDS} s ago.`,
    remedy: `Wait for it to end. If its controller has ended, run this again in ${Math.ceil(left)} s: it goes on with the move or puts it back.`,
  };
}

/** Why a paused move does not go on by itself. */
export function pausedBlock({ document }: CutOff, { by, at }: MoveRequest): Block {
  const { service, from, to } = document;
  return {
    reason: `The move of ${service} from ${from} to ${to} was paused by ${by} (${at}); ${service} runs on ${from}, and what has arrived on ${to} is kept.`,
    remedy: `Go on with \`ferry resume ${service}\`, give it up with \`ferry cancel ${service}\`, or declare ${from} again.`,
  };
}
