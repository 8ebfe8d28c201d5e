import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { MovePaused, MoveStuck, MoveUnwound } from "../engine/errors";
import type { Listener, StepProgress } from "../engine/move";

/** The diaries of so many moves are kept in a folder. */
const KEPT = 50;

/** A step is told of at most once in this time, and ever more seldom: the file stays small however long it takes. */
const PAUSE_MS = 1000;
const SHARE_OF_ELAPSED = 0.01;

/**
 * Where a user's programs keep what they did (XDG Base Directory Specification 0.8). Not the project: Pulumi starts
 * its plugins beside the program, which may lie elsewhere.
 */
export function diaryFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_STATE_HOME: state = "" } = env;
  return join(isAbsolute(state) ? state : join(homedir(), ".local/state"), "ferry/moves");
}

export interface DiaryOptions {
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/**
 * Writes a move down as it goes, one JSON document a line, in `SERVICE-MOVE.jsonl`: what begins, the progress of each
 * step, notes, and how it ended. It never fails a move: a folder that cannot be written to has no diary.
 */
export function diary({ folder, clock = Date.now }: DiaryOptions): Listener {
  let file: string | undefined;
  let began = 0;
  let last: { readonly at: number; readonly of: string } | undefined;
  const write = (entry: object): void => {
    if (file === undefined) return;
    try {
      const line = JSON.stringify({ at: new Date(clock()).toISOString(), ...entry });
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      file = undefined;
    }
  };
  return {
    begins(move) {
      began = clock();
      file = join(folder, `${move.service}-${move.move}.jsonl`);
      makeRoom(folder);
      write({ event: "begins", ...move });
    },
    progress(progress) {
      const of = `${progress.step} ${progress.text}`;
      const pause = Math.max(PAUSE_MS, (clock() - began) * SHARE_OF_ELAPSED);
      if (last?.of === of && clock() - last.at < pause) return;
      last = { at: clock(), of };
      write({ event: "progress", ...figures(progress) });
    },
    note: (text) => write({ event: "note", text }),
    ends: (error) => write({ event: "ends", outcome: outcomeOf(error) }),
  };
}

/** Whole bytes and seconds to a tenth: more digits say nothing. */
function figures({ share, rate, secondsLeft, dirtyRate, ...rest }: StepProgress): object {
  return {
    ...rest,
    ...(share === undefined ? {} : { percent: Math.round(share * 1000) / 10 }),
    ...(rate === undefined ? {} : { rate: Math.round(rate) }),
    ...(dirtyRate === undefined ? {} : { dirtyRate: Math.round(dirtyRate) }),
    ...(secondsLeft === undefined ? {} : { secondsLeft: Math.round(secondsLeft * 10) / 10 }),
  };
}

function outcomeOf(error: unknown): "moved" | "paused" | "put back" | "stuck" | "failed" {
  if (error === undefined) return "moved";
  if (error instanceof MovePaused) return "paused";
  if (error instanceof MoveUnwound) return "put back";
  return error instanceof MoveStuck ? "stuck" : "failed";
}

/** Makes the folder, and takes away its oldest diaries. */
function makeRoom(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const aged = readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.at - a.at);
    for (const { path } of aged.slice(KEPT - 1)) rmSync(path, { force: true });
  } catch {
    // The first line tells whether it can be written to.
  }
}

/** Tells several listeners the same. */
export function both(one: Listener, other: Listener): Listener {
  return {
    begins(move) {
      one.begins?.(move);
      other.begins?.(move);
    },
    progress(progress) {
      one.progress(progress);
      other.progress(progress);
    },
    note(text) {
      one.note(text);
      other.note(text);
    },
    ends(error) {
      one.ends?.(error);
      other.ends?.(error);
    },
  };
}
