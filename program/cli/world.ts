import type { OpenMove } from "../../providers/engine/steer";
import type { Sighting } from "../../providers/engine/verdict";
import type { Result } from "../../providers/model/command";
import type { Host } from "../../providers/model/host";
import type { Assessment } from "../../providers/model/plan";
import type { Fact } from "../../providers/model/procedure";
import type { MoveRequest } from "../../providers/model/record";
import { DEFAULT_WIDTH, type Line } from "../../providers/render/lines";
import { styled } from "../../providers/render/styled";
import type { ServiceSpec, Stack } from "../../schemas/normal";

/** What the commands need of a stack's hosts; `openView` has the real one. */
export interface StackView {
  /** What `up` would do. Does not reject: trouble is a block. */
  assess(service: ServiceSpec): Promise<Assessment>;
  /** What each declared host says of the service. */
  where(service: ServiceSpec): Promise<readonly Sighting[]>;
  /** The move of a service that has not come to its end. */
  openMove(service: ServiceSpec): Promise<OpenMove | undefined>;
  /** Leaves a request for that move on its hosts, or takes it back where none is given. */
  request(service: ServiceSpec, move: OpenMove, request?: MoveRequest): Promise<void>;
  /** Puts a move back that nobody holds, telling of each step. */
  putBack(service: ServiceSpec, say: (text: string) => void): Promise<void>;
  /** Asks one host one thing. Rejects with a `TransportError` where it cannot be reached. */
  ask<T>(host: string, fact: (host: Host) => Fact<T>): Promise<T>;
  close(): Promise<void>;
}

/** Everything outside of the program that a command touches. */
export interface World {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly now: () => Date;
  readonly open: (stack: Stack) => Promise<StackView>;
  /** Runs a program of this machine; undefined where there is no such program. */
  readonly run: (argv: readonly string[]) => Promise<Result | undefined>;
  /** The version of the Node.js that runs this: "v24.9.0". */
  readonly node: string;
  /** The text of this machine's /etc/os-release; empty where there is none. */
  readonly osRelease: string;
}

/** Widest that text is set on a wide terminal: longer lines read badly. */
const WIDEST = 100;

export function widthOf(stream: NodeJS.WritableStream): number {
  const columns = "columns" in stream && typeof stream.columns === "number" ? stream.columns : DEFAULT_WIDTH;
  return Math.min(columns, WIDEST);
}

/** Writes lines, in colours where the stream takes them. */
export function print(stream: NodeJS.WritableStream, lines: readonly Line[]): void {
  if (lines.length > 0) stream.write(`${styled(lines, stream).join("\n")}\n`);
}
