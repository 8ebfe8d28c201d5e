import { spawnSync } from "node:child_process";
import type { Command, Result } from "../../providers/model/command";
import type { Procedure } from "../../providers/model/procedure";
import { performSync } from "../contract/perform-sync";

/** Runs a command on this machine, as a transport would; `under` is a prefix such as ["busybox"]. */
export function runHere(command: Command, under: readonly string[] = []): Result {
  const [program = "", ...args] = [...under, ...command.argv];
  const done = spawnSync(program, args, {
    input: command.stdin ?? "",
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    encoding: "utf8",
    timeout: command.within ?? 60_000,
  });
  return { code: done.status ?? 127, stdout: done.stdout ?? "", stderr: done.stderr ?? "" };
}

/** Performs a procedure on this machine. */
export function performHere<T>(procedure: Procedure<T>): T {
  return performSync(procedure, (command) => runHere(command));
}
