import type { ProcessDecl } from "../../schemas/stack";
import { awaitStopped, STOP_SECONDS, startProcess, stopProcess } from "../commands/process";
import { mounts, networkOf } from "../facts/host";
import { seenPaths, textFiles } from "../facts/paths";
import { processState, StatusFailed } from "../facts/process";
import { at, type Host } from "../model/host";
import type { Fence, Kind, Named, Readiness } from "../model/kind";
import { act, ask, type Fact, type Procedure } from "../model/procedure";
import type { Check, Dataset, Observed, Port, RunState, Whereabouts } from "../model/service";
import { sortData } from "./datasets";
import type { UsedPath } from "./host-paths";
import { placePaths } from "./place";
import { portChecks } from "./port-checks";
import { networkMountChecks } from "./target-checks";

type ProcessService = Named<ProcessDecl>;

/** Anything that commands can start, stop and look at; its data are a directory and more paths. */
export const process: Kind<ProcessDecl> = {
  kind: "process",
  locate,
  observe,
  place,
  checks,
  stage: nothing,
  unstage: nothing,
  policies,
  fence: nothing,
  unfence: nothing,
  stop,
  start,
  ready,
};

/** What the kind keeps of its paths for the checks on the target. */
interface ProcessDefinition {
  readonly paths: readonly UsedPath[];
}

const stateOf = (service: ProcessService, host: Host) =>
  processState(host, service.directory, service.status);

const EVIDENCE = {
  running: "its status command says that it runs",
  stopped: "its status command says that it does not run",
} as const;

/** What a host says of the service, and what its status command complained of. */
interface Said {
  readonly state: RunState;
  readonly complaint?: string;
}

/**
 * A status command that cannot run (a target that does not have the program yet, `systemctl` asked for an unknown
 * unit) is no sign that the service runs; what it said is passed on, so that a reviewer sees it.
 */
function* look(service: ProcessService, host: Host): Procedure<Said> {
  try {
    return { state: yield* ask(stateOf(service, host)) };
  } catch (error) {
    if (error instanceof StatusFailed) return { state: "stopped", complaint: error.message };
    throw error;
  }
}

function* locate(service: ProcessService, host: Host): Procedure<Whereabouts> {
  const { state, complaint } = yield* look(service, host);
  if (complaint !== undefined) return { state, evidence: complaint };
  const evidence = state === "absent" ? `${at(host, service.directory)} is not there` : EVIDENCE[state];
  return { state, evidence };
}

/** Names of settings files that may hold a host's address. */
const SETTINGS = [
  ".env",
  ".env.*",
  "*.env",
  "*.conf",
  "*.cfg",
  "*.ini",
  "*.toml",
  "*.yaml",
  "*.yml",
  "*.properties",
];

function* observe(service: ProcessService, host: Host): Procedure<Observed> {
  const state = yield* ask(stateOf(service, host));
  const directory = at(host, service.directory);
  const wanted = [directory, ...(service.data ?? []).map((path) => at(host, path))];
  const seen = yield* ask(seenPaths(wanted));
  const table = yield* ask(mounts());
  const paths = (service.data ?? []).map((path): UsedPath => {
    const found = seen.get(at(host, path)) ?? { type: "missing", real: at(host, path) };
    const network = networkOf(found.real, table);
    return { path, by: "data", readOnly: false, ...found, ...(network === undefined ? {} : { network }) };
  });
  const real = seen.get(directory)?.real ?? directory;
  const sorted = sortData({ directory: real, volumes: [], paths });
  const owners = service.owners === "by-number" ? {} : { owners: "by-name" as const };
  const definition: ProcessDefinition = { paths };
  return {
    host,
    state,
    ...sorted,
    datasets: sorted.datasets.map((dataset) => ({ ...dataset, ...owners })),
    ports: declaredPorts(service, host),
    images: [],
    externalNetworks: [],
    texts: state === "absent" ? [] : yield* ask(textFiles(directory, SETTINGS)),
    definition,
    troubles: sorted.troubles,
  };
}

/** The ports that the stack file tells of; a process may listen on more. */
function declaredPorts(service: ProcessService, host: Host): Port[] {
  const numbers = [service.route?.port, service.health?.port].filter((port) => port !== undefined);
  return [...new Set(numbers)].map((port) => ({ address: listening(host), port, protocol: "tcp" }));
}

/** Hosts on one machine tell their services apart by address; elsewhere a service may listen on all of them. */
const listening = (host: Host): string => (host.root === "" ? "0.0.0.0" : host.address);

function* place(service: ProcessService, source: Observed, target: Host): Procedure<readonly Dataset[]> {
  return yield* placePaths(source.datasets, source.host, target, service.directory);
}

function* checks(service: ProcessService, source: Observed, target: Host): Procedure<readonly Check[]> {
  const { paths } = source.definition as ProcessDefinition;
  const { state, complaint } = yield* look(service, target);
  const ports = state === "running" ? [] : yield* portChecks(declaredPorts(service, target), target);
  const status: Check[] = complaint === undefined ? [] : [statusWarning(service, target, complaint)];
  return [...status, ...ports, ...(yield* networkMountChecks(paths, target))];
}

function statusWarning(service: ProcessService, target: Host, complaint: string): Check {
  return {
    name: "status",
    outcome: "warn",
    text: `on ${target.name} ${complaint}; Ferry takes it as not running there`,
    remedy: `Make sure that ${service.name} does not run on ${target.name}.`,
  };
}

function* nothing(): Procedure<void> {}

/** Its commands start nothing by themselves at a boot; what else may is not Ferry's to know. */
// biome-ignore lint/correctness/useYield: there is nothing to ask
function* policies(): Procedure<Fence> {
  return {};
}

function* stop(service: ProcessService, host: Host): Procedure<void> {
  if ((yield* look(service, host)).state !== "running") return;
  yield* ask(act(stopProcess(host, service.directory, service.stop)));
  yield* ask(stopped(service, host));
}

/** The stop command came back, but the status command goes on saying that the service runs. */
export class NotStopped extends Error {
  override readonly name = "NotStopped";
  readonly remedy = "Make the stop command return only when the service has stopped.";
}

function stopped(service: ProcessService, host: Host): Fact<void> {
  return {
    ask: awaitStopped(host, service.directory, service.status),
    parse: ({ code }) => {
      if (code === 75) {
        throw new NotStopped(
          `${service.name} still runs on ${host.name} ${STOP_SECONDS} s after its stop command.`,
        );
      }
    },
  };
}

function* start(service: ProcessService, host: Host): Procedure<void> {
  if ((yield* look(service, host)).state === "running") return;
  yield* ask(act(startProcess(host, service.directory, service.start)));
}

function* ready(service: ProcessService, host: Host): Procedure<Readiness> {
  const { state, complaint = EVIDENCE.stopped } = yield* look(service, host);
  if (state === "running") return { state: "ready", reason: "" };
  return { state: "starting", reason: `${service.name} does not run: ${complaint}` };
}
