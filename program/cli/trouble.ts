import { FerryError, reasons, remedyOf } from "../../providers/engine/errors";
import { wrapProse } from "../../providers/render/columns";
import { type Line, NARROWEST, toned } from "../../providers/render/lines";
import { TransportError } from "../../providers/transport/errors";
import { EXIT, type ExitCode } from "./exit-codes";

/** An error as people are told of it: what happened, where, why, and what to do next. */
export interface Told {
  readonly what: string;
  readonly where?: string;
  readonly why?: string;
  readonly next?: string;
  readonly code: ExitCode;
}

/** A mistake in how `ferry` was called, or in what it was given. */
export class Trouble extends Error implements Told {
  override readonly name = "Trouble";
  readonly what: string;
  readonly where?: string;
  readonly why?: string;
  readonly next: string;
  readonly code: ExitCode;

  constructor(what: string, more: { where?: string; why?: string; next: string; code?: ExitCode }) {
    super(what);
    this.what = what;
    if (more.where !== undefined) this.where = more.where;
    if (more.why !== undefined) this.why = more.why;
    this.next = more.next;
    this.code = more.code ?? EXIT.usage;
  }
}

/** Whatever was thrown, as people are told of it. */
export function told(error: unknown): Told {
  if (error instanceof Trouble) return error;
  const [what = "something failed without saying what", ...causes] = reasons(error);
  const next = remedyOf(error);
  const why = chained(causes);
  return {
    what,
    ...(error instanceof FerryError ? placeOf(error) : {}),
    ...(why === "" ? {} : { why }),
    next: next ?? "Run it again with FERRY_DEBUG=1 for the whole error, and report that.",
    code: isUnreached(error) ? EXIT.unreachable : EXIT.unexpected,
  };
}

/** Reasons in one text, the outermost first: "alpha: no answer: connection refused". */
export function chained(texts: readonly string[]): string {
  return texts.map((text, index) => (index < texts.length - 1 ? text.replace(/\.$/, "") : text)).join(": ");
}

/** Is a host that could not be used at the root of it? */
export function isUnreached(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof TransportError) return true;
  return false;
}

function placeOf({ service, host, step }: FerryError): { where: string } | Record<string, never> {
  const parts = [
    service === undefined ? "" : `service ${service}`,
    host === undefined ? "" : `host ${host}`,
    step === undefined ? "" : `step ${step}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? {} : { where: parts.join(", ") };
}

/** The lines that standard error gets. */
export function troubleLines({ what, where, why, next }: Told, width: number): Line[] {
  const wide = Math.max(NARROWEST, width);
  const field = (label: string, text: string | undefined) =>
    text === undefined ? [] : toned(wrapProse(text, wide, `  ${label} `, { lineBreaks: true }));
  return [
    ...toned(wrapProse(what, wide, "ferry: ", { rest: "  " }), "bad"),
    ...field("where:", where),
    ...field("why:  ", why),
    ...field("next: ", next),
  ];
}
