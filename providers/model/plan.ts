import type { Check, Dataset, LeftBehind } from "./service";

/** The RFC's statuses, and `extra_target` for what only the target has. */
export type FileStatus =
  | "missing_target"
  | "newer_source"
  | "newer_target"
  | "conflict"
  | "match"
  | "extra_target";

export interface Side {
  readonly bytes: number;
  /** Seconds since the epoch, with a fraction. */
  readonly modified: number;
  /** sha256, where it was needed to tell: only when size agrees and time does not. */
  readonly sha256?: string;
  readonly type: "file" | "directory" | "symlink" | "other";
}

export type Decision = "overwrite" | "skip";

/** One path that both hosts have, differently; data, never an exception. */
export interface Conflict {
  readonly dataset: string;
  /** Relative to the dataset. */
  readonly path: string;
  readonly status: Exclude<FileStatus, "missing_target" | "match">;
  readonly source?: Side;
  readonly target?: Side;
  /** Undefined where nothing in the stack file decides it: that blocks the move. */
  readonly decision?: Decision;
  /** What decided: "overwrite: uploads/**", "default: skip", "unchanged since Ferry left it". */
  readonly because?: string;
}

/** What a comparison of one dataset on both hosts found. */
export interface Scan {
  readonly dataset: string;
  /** On the source. */
  readonly files: number;
  readonly bytes: number;
  /** To be sent, after decisions. */
  readonly sendFiles: number;
  readonly sendBytes: number;
  readonly counts: Readonly<Record<FileStatus, number>>;
  readonly undecided: number;
  /** The first of them in path order (undecided first), at most `CONFLICTS_LISTED`. */
  readonly conflicts: readonly Conflict[];
  /** Relative paths that the target keeps (decision `skip`), carried over into the staging tree. */
  readonly keep: readonly string[];
  /** Paths of more than 4,095 bytes, which no system call takes: they block the move. */
  readonly tooLong?: readonly string[];
  /** Sockets, devices and the like found in the tree. */
  readonly left: readonly LeftBehind[];
  /** How long the source took to list itself, in seconds: a part of the downtime estimate. */
  readonly listSeconds: number;
}

export const CONFLICTS_LISTED = 200;

export type StepName =
  | "preflight"
  | "lock"
  | "snapshot"
  | "precopy"
  | "stage"
  | "hold"
  | "quiesce"
  | "finalSync"
  | "verify"
  | "release"
  | "start"
  | "probe"
  | "cutOver"
  | "unhold"
  | "confirm"
  | "commit"
  | "retain";

export interface PlannedStep {
  readonly name: StepName;
  /** One line for people: "copy while it runs: 1,204 files, 18 MB". */
  readonly text: string;
  /** True for the steps in which the service does not answer. */
  readonly down: boolean;
}

export interface ImagePlan {
  readonly name: string;
  readonly how: "present" | "pull" | "copy" | "missing";
  readonly bytes: number;
  /** What of a copy travels, where that is known. */
  readonly layers?: TravellingLayers;
  /** Why all of a copy travels, where the target may have some of it: "no python3 on alpha". */
  readonly whole?: string;
}

export interface TravellingLayers {
  /** Layers that the target lacks, and that no other image of the service brings. */
  readonly lacking: number;
  readonly of: number;
  /** Of the files in them; at most, where the image has layers without files. */
  readonly bytes: number;
}

export interface RoutePlan {
  readonly proxy: string;
  readonly domain: string;
  readonly file: string;
  /** Undefined where the route does not exist yet. */
  readonly from?: string;
  readonly to: string;
}

export interface DatasetPlan {
  readonly source: Dataset;
  readonly target: Dataset;
  readonly scan: Scan;
}

/** Why a move may not begin, with the line that would change that. */
export interface Block {
  readonly reason: string;
  readonly remedy: string;
}

export interface DowntimePart {
  readonly name: "stop" | "list" | "rest" | "start" | "repoint";
  readonly seconds: number;
}

/** A move that was left before the service was stopped. */
export interface Resumed {
  readonly move: string;
  /** When it began, ISO 8601. */
  readonly since: string;
  /** The step in which it was left. */
  readonly step: StepName;
}

/** What moving one service would do: a value that preview prints and the runner follows. */
export interface Plan {
  readonly service: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly strategy: "cold" | "warm";
  /** The most bytes a second that it puts on the link; undefined where it may use all of it. */
  readonly rate?: number;
  /** The move that it goes on with: what has arrived of it is not sent again. */
  readonly resumes?: Resumed;
  readonly steps: readonly PlannedStep[];
  readonly datasets: readonly DatasetPlan[];
  /** How files travel, and why so: a line for each choice. */
  readonly means: readonly string[];
  readonly images: readonly ImagePlan[];
  readonly left: readonly LeftBehind[];
  readonly checks: readonly Check[];
  readonly routes: readonly RoutePlan[];
  readonly downtime: { readonly seconds: number; readonly parts: readonly DowntimePart[] };
  readonly blocks: readonly Block[];
}

/** What is to be done for one service, as preview shows it. */
export type Assessment =
  | { readonly action: "none"; readonly service: string; readonly host: string; readonly evidence: string }
  | {
      readonly action: "adopt";
      readonly service: string;
      readonly host: string;
      readonly evidence: string;
      /** The route that `up` would write, where it is not there yet. */
      readonly routes: readonly RoutePlan[];
      readonly checks: readonly Check[];
      readonly blocks: readonly Block[];
    }
  | { readonly action: "move"; readonly service: string; readonly plan: Plan }
  | {
      /** An earlier move was cut off: `up` first finishes it or puts it back, then looks again. */
      readonly action: "recover";
      readonly service: string;
      readonly from: string;
      readonly to: string;
      readonly step: StepName;
      readonly since: string;
      readonly how: "finish" | "unwind";
    }
  | { readonly action: "blocked"; readonly service: string; readonly blocks: readonly Block[] };
