import type { StepName } from "../model/plan";

export interface Circumstances {
  readonly service?: string;
  readonly host?: string;
  readonly step?: StepName | "observe" | "undo";
  readonly remedy: string;
  readonly cause?: unknown;
}

/**
 * An error a user can act on: what happened (the message), where (service, host, step), why (the cause)
 * and what to do (the remedy). Conflicts and declined strategies are not errors: they are data.
 */
export class FerryError extends Error {
  override readonly name: string = "FerryError";
  readonly service: string | undefined;
  readonly host: string | undefined;
  readonly step: StepName | "observe" | "undo" | undefined;
  readonly remedy: string;

  constructor(message: string, where: Circumstances) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.service = where.service;
    this.host = where.host;
    this.step = where.step;
    this.remedy = where.remedy;
  }
}

/** Another move of the service holds its lock. */
export class LockHeld extends FerryError {
  override readonly name = "LockHeld";
}

/** A step failed and everything was put back: the service runs where it ran before. */
export class MoveUnwound extends FerryError {
  override readonly name = "MoveUnwound";
}

/** The move was left before the service was stopped: what has arrived stays on the target, for the next one to go on. */
export class MovePaused extends FerryError {
  override readonly name = "MovePaused";
}

/** A step failed and putting back failed too; `unfinished` are the commands that finish it by hand. */
export class MoveStuck extends FerryError {
  override readonly name = "MoveStuck";
  constructor(
    message: string,
    where: Circumstances,
    readonly unfinished: readonly string[],
  ) {
    super(message, where);
  }
}

/** The reasons of an error and of its causes, outermost first, each once, without their full stops. */
export function reasons(error: unknown): string[] {
  const texts: string[] = [];
  for (
    let at: unknown = error;
    at !== undefined && at !== null;
    at = at instanceof Error ? at.cause : undefined
  ) {
    const text = (at instanceof Error ? at.message : String(at)).replace(/\.$/, "");
    if (!texts.some((seen) => seen.includes(text))) texts.push(text);
  }
  return texts;
}

/** The remedy nearest to the root of the matter, where any error in the chain carries one. */
export function remedyOf(error: unknown): string | undefined {
  let remedy: string | undefined;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("remedy" in at && typeof at.remedy === "string" && at.remedy) remedy = at.remedy;
  }
  return remedy;
}
