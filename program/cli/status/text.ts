import { wrapProse } from "../../../providers/render/columns";
import { type Line, remedy, type Tone, toned } from "../../../providers/render/lines";
import { formatIso } from "../../../providers/render/units";
import type { KeptCopy, MoveStatus, ServiceStatus } from "./observe";

export interface StatusOptions {
  readonly width: number;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** A service's status in a few lines: where it is, then what else there is of it. */
export function statusLines(status: ServiceStatus, { width, now }: StatusOptions): Line[] {
  const { text, tone } = headline(status);
  const detail = (line: string, mark?: Tone) => toned(wrapProse(line, width, "  ", { rest: "    " }), mark);
  return [
    ...toned(wrapProse(`${status.service}  ${text}`, width, "", { rest: "  " }), tone),
    ...status.runsOn.flatMap(({ since }) => (since ? detail(`there since ${formatIso(since)}`) : [])),
    ...status.stoppedOn.flatMap(({ host, evidence }) => detail(`stopped on ${host}: ${evidence}`)),
    ...status.kept.flatMap((copy) => detail(keptText(copy, now))),
    ...status.moves.flatMap((move) => detail(moveText(move, status.service), "warn")),
    ...status.unasked.flatMap(({ why, remedy: what }) => [
      ...detail(why, "bad"),
      ...remedy(what, width, "    "),
    ]),
  ];
}

function headline({ declared, runsOn, stoppedOn, unasked }: ServiceStatus): { text: string; tone?: Tone } {
  const [first, second] = runsOn;
  if (first !== undefined && second !== undefined) {
    const where = runsOn.map(({ host }) => host).join(" and ");
    return { text: `runs on ${where}: two writers (declared: ${declared})`, tone: "bad" };
  }
  if (first !== undefined) {
    const place = first.host === declared ? `on ${declared}` : `on ${first.host}, declared on ${declared}`;
    return { text: `${place}  (${first.evidence})`, ...(first.host === declared ? {} : { tone: "warn" }) };
  }
  if (unasked.length > 0) return { text: `not found, and not every host could be asked`, tone: "bad" };
  if (stoppedOn.length > 0) return { text: `runs nowhere (declared: ${declared})`, tone: "bad" };
  return { text: `is nowhere (declared: ${declared})`, tone: "bad" };
}

function keptText({ host, paths, until }: KeptCopy, now: number): string {
  const promised = until === undefined || until === "" ? "" : ` until ${formatIso(until)}`;
  const over = promised !== "" && Date.parse(until ?? "") / 1000 < now ? " (over)" : "";
  return `retained copy on ${host}${promised}${over}: ${paths.join(", ")}`;
}

function moveText(move: MoveStatus, service: string): string {
  const { from, to, step, begun, controller, alive, paused, asked } = move;
  const ends = from === undefined || to === undefined ? "a move" : `move ${from} -> ${to}`;
  const began = `begun ${formatIso(begun)} by ${controller}`;
  const stop =
    asked === undefined ? "" : `, ${asked.what === "pause" ? "paused" : "cancelled"} by ${asked.by}`;
  if (alive) return `${ends} in flight: step ${step}, ${began}${stop}`;
  if (asked?.what === "pause")
    return `${ends} is paused in step ${step} (${began}${stop}): \`ferry resume ${service}\` lets the next pulumi up go on`;
  if (paused) return `${ends} was left in step ${step} (${began}): the next pulumi up goes on with it`;
  return `${ends} was cut off in step ${step} (${began}): the next pulumi up recovers it`;
}
