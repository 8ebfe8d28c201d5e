import { type ComposeProject, stop as composeStop, createFrom, startExisting, up } from "../commands/compose";
import { stopContainers } from "../commands/docker";
import { type ComposeConfig, composeConfig } from "../facts/compose";
import { type Container, nameOf, restartOf } from "../facts/containers";
import { type StageRecord, stageRecord, startDone } from "../facts/stage-record";
import type { Host } from "../model/host";
import type { Fence } from "../model/kind";
import { act, ask, CommandFailed, type Fact, type Procedure } from "../model/procedure";
import { withAttached } from "./compose-attach";
import { type Attachment, isOneoff, serviceOf } from "./compose-inventory";
import { type ComposeService, declared, projectContainers } from "./compose-project";
import { inspectContainers, isLive } from "./docker-host";
import { neverRestart, policiesOf, setPolicies } from "./restart";

function* containersOf(service: ComposeService, host: Host): Procedure<readonly Container[]> {
  const { containers } = yield* projectContainers(service, host);
  return yield* inspectContainers(containers.map(({ id }) => id));
}

export function* policies(service: ComposeService, host: Host): Procedure<Fence> {
  return policiesOf(yield* containersOf(service, host));
}

export function* fence(service: ComposeService, host: Host): Procedure<void> {
  yield* neverRestart(yield* containersOf(service, host));
}

export function* unfence(service: ComposeService, host: Host, record: Fence): Procedure<void> {
  yield* setPolicies(yield* containersOf(service, host), record);
}

/** Something of the project still runs, so the data may still change. */
export class StillRunning extends Error {
  override readonly name = "StillRunning";
  constructor(
    names: readonly string[],
    readonly remedy: string,
  ) {
    super(`Still running after the stop: ${names.join(", ")}.`);
  }
}

const attempt = (run: Parameters<typeof act>[0]): Fact<boolean> => ({
  ask: run,
  parse: ({ code }) => code === 0,
});

/**
 * Stops by Compose, in the order of dependencies, then whatever of the project Compose does not know of (one-off
 * runs, services taken out of the files). Throws `StillRunning` where something goes on.
 */
export function* stop(service: ComposeService, host: Host): Procedure<void> {
  const before = yield* projectContainers(service, host);
  if (!before.containers.some(isLive)) return;
  yield* ask(attempt(composeStop(before.of)));
  const rest = (yield* projectContainers(service, host)).containers.filter(isLive);
  if (rest.length === 0) return;
  yield* ask(act(stopContainers(rest.map(({ id }) => id))));
  const left = (yield* projectContainers(service, host)).containers.filter(isLive).map(({ name }) => name);
  if (left.length > 0) throw new StillRunning(left, `Stop it: docker stop ${left.join(" ")}.`);
}

/**
 * Starts the project. Where a move has brought it, from the files as they arrived; where it only was stopped,
 * its own containers again and no others. Containers that were fenced get the policies of the files.
 */
export function* start(service: ComposeService, host: Host): Procedure<void> {
  const record = yield* ask(stageRecord(host, service.name));
  const arrives = record !== undefined && !record.started;
  if (arrives && record.containers.length === 0) return yield* startNew(service, host, record);
  const { of, containers } = yield* projectContainers(service, host);
  if (arrives) yield* attachVolumes(service, host, record.attach);
  const again = !arrives && containers.length > 0 && (yield* ask(attempt(startExisting(of))));
  if (!again) yield* bringUp(declared(service, host));
  if (arrives) yield* ask(startDone(host, service.name, record));
  if (containers.length > 0) yield* restorePolicies(service, host);
}

/** Nothing of the project was here before: there is no container to start again, and none that was fenced. */
function* startNew(service: ComposeService, host: Host, record: StageRecord): Procedure<void> {
  yield* attachVolumes(service, host, record.attach);
  yield* bringUp(declared(service, host));
  yield* ask(startDone(host, service.name, record));
}

/** Versions of Compose before 2.7 do not know `--pull`, and pull only what is missing. */
function* bringUp(of: ComposeProject): Procedure<void> {
  const run = up(of, { pull: "never" });
  const unknown = yield* ask<boolean>({
    ask: run,
    parse: (result) => {
      if (result.code !== 0 && !/unknown flag: --pull/.test(result.stderr))
        throw new CommandFailed(run, result);
      return result.code !== 0;
    },
  });
  if (unknown) yield* ask(act(up(of)));
}

function* restorePolicies(service: ComposeService, host: Host): Procedure<void> {
  const fenced = (yield* containersOf(service, host)).filter((each) => restartOf(each) === "no");
  if (fenced.length === 0) return;
  const seen = yield* ask(composeConfig(declared(service, host)));
  if (seen.valid) yield* setPolicies(...policiesByFile(fenced, seen.config));
}

function policiesByFile(
  containers: readonly Container[],
  config: ComposeConfig,
): [readonly Container[], Fence] {
  const own = containers.filter((each) => !isOneoff(each));
  const pairs = own.flatMap((container) => {
    const service = config.services.find(({ name }) => name === serviceOf(container));
    return service ? [[nameOf(container), service.restart] as const] : [];
  });
  return [own, Object.fromEntries(pairs)];
}

/**
 * An anonymous volume has no name in the files by which Compose could mount it. So the containers are first
 * made from the same project with the volume named; the `up` that follows makes them anew from the real files,
 * and Compose then hands anonymous volumes on from the old container to the new.
 */
function* attachVolumes(service: ComposeService, host: Host, attach: readonly Attachment[]): Procedure<void> {
  if (attach.length === 0) return;
  const missing = detached(attach, yield* containersOf(service, host));
  if (missing.length === 0) return;
  const of = declared(service, host);
  const seen = yield* ask(composeConfig(of));
  if (!seen.valid) return;
  const text = withAttached(seen.text, missing);
  yield* ask(act(createFrom({ ...of, project: seen.config.project }, text)));
}

function detached(attach: readonly Attachment[], containers: readonly Container[]): Attachment[] {
  return attach.filter(({ service, target, volume }) => {
    const own = containers.filter((each) => !isOneoff(each) && serviceOf(each) === service);
    return !own.some(({ Mounts }) => Mounts.some((m) => m.Destination === target && m.Name === volume));
  });
}
