import { spawn } from "node:child_process";

export interface Spoken {
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellRun {
  readonly command: string;
  readonly interpreter: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly dir?: string;
  readonly stdin?: string;
}

/** Runs a command as local.Command does; rejects with what it said when it fails. */
export function runShell(run: ShellRun): Promise<Spoken> {
  const [program = "/bin/sh", ...args] = run.interpreter;
  const child = spawn(program, [...args, run.command], {
    cwd: run.dir,
    env: { ...process.env, ...run.environment },
    stdio: "pipe",
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(run.stdin ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ stdout: stdout.replace(/\n$/, ""), stderr: stderr.replace(/\n$/, "") });
      else reject(new Error(`exit status ${code}: running ${JSON.stringify(run.command)}:\n${stderr}`));
    });
  });
}
