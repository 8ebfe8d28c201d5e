import { spawnSync } from "node:child_process";
import type { Command, Result } from "../../../providers/model/command";
import type { Host } from "../../../providers/model/host";
import type { Transfer } from "../../../providers/model/mover";
import type { Procedure } from "../../../providers/model/procedure";
import { performSync } from "../../contract/perform-sync";
import type { LabHost } from "../host";

export const hostOf = (lab: LabHost): Host => ({ name: lab.name, address: lab.address, root: "" });

const PLACE = 'cd "$1" && shift && exec "$@"';

/** The words that run a command inside a host of the lab, without ssh. */
function inside(lab: LabHost, command: Command): string[] {
  const env = Object.entries(command.env ?? {}).map(([name, value]) => `${name}=${value}`);
  return [...lab.inside(), "env", ...env, "sh", "-c", PLACE, "in-lab", command.cwd ?? "/", ...command.argv];
}

export function runIn(lab: LabHost, command: Command): Result {
  const [program = "", ...args] = inside(lab, command);
  const options = { input: command.stdin ?? "", encoding: "utf8", cwd: "/", maxBuffer: 1e9 } as const;
  const done = spawnSync(program, args, options);
  return { code: done.status ?? 127, stdout: done.stdout, stderr: done.stderr };
}

/** Performs a procedure on a host of the lab. */
export function performIn<T>(lab: LabHost, procedure: Procedure<T>): T {
  return performSync(procedure, (command) => runIn(lab, command));
}

const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");

/** Joins both ends of a transfer, as a channel would. */
export function carry(from: LabHost, to: LabHost, { send, receive }: Transfer): void {
  const pipe = `${quoted(inside(from, send))} | ${quoted(inside(to, receive))}`;
  const done = spawnSync("sh", ["-c", pipe], { encoding: "utf8", cwd: "/" });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** Copies a tree whole: what a mover does, without its staging trees. */
export function copyTree(from: LabHost, to: LabHost, path: string, place: string): void {
  const empty = 'mkdir -p "$1" && find "$1" -mindepth 1 -delete && exec tar -C "$1" -xf -';
  carry(from, to, {
    send: { argv: ["tar", "-C", path, "--numeric-owner", "-cf", "-", "."] },
    receive: { argv: ["sh", "-c", empty, "copy", place] },
  });
}
