import { stat } from "node:fs/promises";
import type { Command, Result } from "../model/command";
import type { Host } from "../model/host";
import type { RunOptions, Transport } from "../model/transport";
import { type Ending, runChild } from "./child";
import { DEFAULT_WITHIN, stopped } from "./deadline";
import { localEnvironment } from "./environment";
import { HostUnreachable } from "./errors";
import { Lines } from "./lines";
import { words } from "./shell";

type Sink = (chunk: Buffer) => void | Promise<void>;

/**
 * A host that is a directory of this machine: commands run here, as this user. Their paths already begin with
 * the directory (`Host.root`). Rejects with `HostUnreachable` where the directory is not there.
 */
export function localTransport(host: Host): Transport {
  return {
    host,
    run: async (command, options = {}) => {
      const chunks: Buffer[] = [];
      const result = await perform(host, command, (chunk) => void chunks.push(chunk), options);
      return { ...result, stdout: Buffer.concat(chunks).toString() };
    },
    stream: (command, sink, options = {}) => perform(host, command, sink, options),
    spawnable: async (command) => ({ argv: words(command), env: localEnvironment(process.env) }),
    close: async () => undefined,
  };
}

async function perform(host: Host, command: Command, sink: Sink, options: RunOptions): Promise<Result> {
  await mustExist(host);
  const lines = options.onLine && new Lines(options.onLine);
  const complaints: Buffer[] = [];
  const run = runChild({
    argv: command.argv,
    env: { ...localEnvironment(process.env), ...command.env },
    cwd: command.cwd,
    stdin: command.stdin,
    within: command.within ?? DEFAULT_WITHIN,
    signal: options.signal,
    onStdout: (chunk) => {
      lines?.push(chunk);
      return sink(chunk);
    },
    onStderr: (chunk) => void complaints.push(chunk),
  });
  const ending = await run.catch((error: unknown) => unstartable(command, error));
  lines?.end();
  if ("stopped" in ending) throw stopped(host, command, ending.stopped, options);
  const stderr = "stderr" in ending ? ending.stderr : Buffer.concat(complaints).toString();
  return { code: ending.code, stdout: "", stderr };
}

/** A program or directory that is not there is an answer of the host, as over ssh, where the shell gives 127. */
function unstartable(command: Command, error: unknown): Ending & { stderr: string } {
  const code = error instanceof Error && "syscall" in error && "code" in error ? error.code : undefined;
  const [program = ""] = command.argv;
  if (code === "EACCES" && program.includes("/"))
    return { code: 126, stderr: `${program}: Permission denied` };
  // EACCES for a bare name: only that some directory of the PATH may not be searched.
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") {
    const where = command.cwd ? ` (or the directory ${command.cwd} is not there)` : "";
    return { code: 127, stderr: `${program}: not found${where}` };
  }
  throw error;
}

async function mustExist(host: Host): Promise<void> {
  const found = await stat(host.root).catch((cause: unknown) => ({ isDirectory: () => false, cause }));
  if (found.isDirectory()) return;
  throw new HostUnreachable(`the directory ${host.root} that acts as this host is not there.`, {
    host: host.name,
    remedy: `Make it with \`mkdir -p ${host.root}\`, or correct \`hosts.${host.name}.local\` in the stack file.`,
    cause: "cause" in found ? found.cause : undefined,
  });
}
