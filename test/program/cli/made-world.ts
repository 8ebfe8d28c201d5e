import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { ferry } from "../../../program/cli/ferry";
import type { StackView, World } from "../../../program/cli/world";
import type { OpenMove } from "../../../providers/engine/steer";
import type { Sighting } from "../../../providers/engine/verdict";
import type { Result } from "../../../providers/model/command";
import type { Host } from "../../../providers/model/host";
import type { Assessment } from "../../../providers/model/plan";
import type { Fact } from "../../../providers/model/procedure";
import type { MoveRequest } from "../../../providers/model/record";

/** A world without hosts: what they would say is made up by the test. */

export const STACK = `hosts:
  alpha: { ssh: root@192.0.2.11 }
  beta: { ssh: deploy@192.0.2.12, become: sudo }
  gate: { ssh: gate }
proxies:
  edge: { kind: nginx, host: gate }
services:
  shop:
    kind: compose
    host: beta
    directory: /srv/shop
    route: { proxy: edge, domain: shop.example.org, port: 8080 }
  wiki:
    kind: container
    host: beta
  mail:
    kind: process
    host: alpha
    directory: /srv/mail
    start: [systemctl, start, mail]
    stop: [systemctl, stop, mail]
    status: [systemctl, is-active, mail]
`;

/** Answers of one host: to a command, by what its arguments hold. */
export type Answers = (argv: readonly string[]) => Partial<Result> | Error;

export interface Made {
  /** What the hosts remember of a move, look after look; the last one stays. */
  readonly openMoves?: (OpenMove | undefined)[];
  /** Filled with what was asked of it. */
  readonly requests?: (MoveRequest | "taken back" | "put back")[];
  readonly assessments?: Readonly<Record<string, Assessment>>;
  readonly sightings?: Readonly<Record<string, readonly Sighting[]>>;
  readonly hosts?: Readonly<Record<string, Answers>>;
  readonly programs?: Readonly<Record<string, Partial<Result>>>;
  readonly env?: NodeJS.ProcessEnv;
  readonly files?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly osRelease?: string;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
  /** How often a view was opened and closed. */
  readonly views: { opened: number; closed: number };
}

/** Runs a command line; `stacks/prod.yaml` is `STACK` unless `files` says otherwise. */
export async function ran(args: readonly string[], made: Made = {}): Promise<Ran> {
  const folder = madeFolder(made.files ?? { "prod.yaml": STACK });
  const stdout = new Collected();
  const stderr = new Collected();
  const views = { opened: 0, closed: 0 };
  const world: World = {
    env: { FERRY_STACKS: folder, ...made.env },
    stdout,
    stderr,
    now: () => new Date("2026-11-21T12:33:07Z"),
    open: async () => {
      views.opened++;
      return { ...madeView(made), close: async () => void views.closed++ };
    },
    run: async ([program = ""]) => {
      const known = made.programs?.[program];
      return known && { code: 0, stdout: "", stderr: "", ...known };
    },
    node: made.node ?? "v24.9.0",
    osRelease: made.osRelease ?? "ID=debian\n",
  };
  const code = await ferry(args, world);
  return { code, stdout: stdout.text, stderr: stderr.text, folder, views };
}

export function madeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "ferry-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const stacks = join(folder, "stacks");
  mkdirSync(stacks);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(stacks, name), text);
  return stacks;
}

function madeView(made: Made): StackView {
  return {
    assess: async ({ name, host }) =>
      made.assessments?.[name] ?? { action: "none", service: name, host, evidence: "running" },
    where: async ({ name }) => made.sightings?.[name] ?? [],
    openMove: async () =>
      made.openMoves && made.openMoves.length > 1 ? made.openMoves.shift() : made.openMoves?.[0],
    request: async (_service, _move, request) => void made.requests?.push(request ?? "taken back"),
    putBack: async () => void made.requests?.push("put back"),
    ask: async <T>(name: string, fact: (host: Host) => Fact<T>) => {
      const { ask, parse } = fact({ name, address: "192.0.2.1", root: "" });
      const answer = made.hosts?.[name]?.(ask.argv) ?? {};
      if (answer instanceof Error) throw answer;
      return parse({ code: 0, stdout: "", stderr: "", ...answer });
    },
    close: async () => undefined,
  };
}

class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
