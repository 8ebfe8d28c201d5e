import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

/** The code with which the SDK's runner ends after it has told the user itself what went wrong. */
const alreadyTold = 32;

/** Runs Node.js programs as the engine asks for them. */
export class Programs {
  private readonly running = new Set<ChildProcess>();

  constructor(private readonly engine: string) {}

  /** Runs one program to its end: an empty response is success. */
  run(request: RunRequest): Promise<RunResponse> {
    const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
    const runner = createRequire(join(directory, "program.js")).resolve("@pulumi/pulumi/cmd/run");
    // The SDK loads a part of Node that is marked experimental; a note on that is not the user's to read.
    const argv = [
      "--disable-warning=ExperimentalWarning",
      runner,
      ...flags(request, this.engine),
      entry(request),
      ...request.getArgsList(),
    ];
    const child = spawn(process.execPath, argv, {
      cwd: directory,
      env: { ...process.env, ...settings(request) },
      stdio: ["ignore", "inherit", "inherit"],
    });
    this.running.add(child);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        this.running.delete(child);
        resolve(outcome(code, signal));
      });
    });
  }

  cancel(): void {
    for (const child of this.running) child.kill("SIGTERM");
  }
}

function outcome(code: number | null, signal: string | null): RunResponse {
  const response = new RunResponse();
  if (code === 0) return response;
  if (code === alreadyTold) return response.setBail(true);
  return response.setError(`the program ended with ${signal ?? `exit code ${code}`}`);
}

function entry(request: RunRequest): string {
  return request.getInfo()?.getEntryPoint() || request.getProgram() || ".";
}

function flags(request: RunRequest, engine: string): string[] {
  const values: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo()?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return [
    ...given.flatMap(([name, value]) => [`--${name}`, value]),
    ...(request.getDryrun() ? ["--dry-run"] : []),
  ];
}

function settings(request: RunRequest): Record<string, string> {
  const config = Object.fromEntries(request.getConfigMap().toArray());
  const options = request.getInfo()?.getOptions()?.toJavaScript() ?? {};
  const own: Record<string, string> = {
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  if (options.typescript !== false) own.PULUMI_NODEJS_TYPESCRIPT = "true";
  return own;
}
