import { credentials, Metadata } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export type Severity = "info" | "warning" | "error";

const SEVERITY: Readonly<Record<Severity, LogSeverity>> = {
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
  error: LogSeverity.ERROR,
};

/** How long a line may take to reach Pulumi's engine before it is given up, in milliseconds. */
const DEADLINE_MS = 2_000;

let client: EngineClient | undefined;

/** The engine that started this plugin: Pulumi passes its address as the plugin's argument. */
function engineClient(): EngineClient | undefined {
  const address = process.argv.findLast((word) => /^[\w.-]+:\d+$/.test(word));
  if (address) client ??= new EngineClient(address, credentials.createInsecure());
  return client;
}

/**
 * Writes one message to a resource of the running Pulumi operation. `ephemeral` messages are shown in the
 * resource's row while it works; others stay in the diagnostics. It never rejects: a lost line is no failure.
 */
export function say(urn: string, severity: Severity, message: string, ephemeral = false): Promise<void> {
  const engine = engineClient();
  if (!engine) return Promise.resolve();
  const request = new LogRequest();
  request.setSeverity(SEVERITY[severity]);
  request.setMessage(message);
  request.setUrn(urn);
  request.setEphemeral(ephemeral);
  return new Promise((resolve) => {
    engine.log(request, new Metadata(), { deadline: Date.now() + DEADLINE_MS }, () => resolve());
  });
}
