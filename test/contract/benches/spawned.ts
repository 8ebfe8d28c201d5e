import { spawn } from "node:child_process";
import type { Command, Result } from "../../../providers/model/command";
import type { Host } from "../../../providers/model/host";
import type { Transport } from "../../../providers/model/transport";

/**
 * A transport that runs commands on this machine behind a prefix ("nsenter …"), so that a contract can be shown
 * inside a network namespace.
 */
export function spawned(host: Host, prefix: readonly string[] = []): Transport {
  const spawnable = (command: Command): string[] => [...prefix, ...command.argv];
  return {
    host,
    spawnable,
    run: (command) => run(spawnable(command), command),
    stream: () => Promise.reject(new Error("not needed here")),
    close: async () => undefined,
  };
}

function run([program = "", ...args]: readonly string[], command: Command): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: command.cwd, env: { ...process.env, ...command.env } });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 255, stdout, stderr }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(command.stdin ?? "");
  });
}
