import type { ContainerDecl } from "../../schemas/stack";
import { startContainers, stopContainers } from "../commands/docker";
import type { Container } from "../facts/containers";
import { dockerInfo, dockerVersion } from "../facts/docker";
import { stageRecord, startDone } from "../facts/stage-record";
import type { Host } from "../model/host";
import type { Fence, Kind, Readiness } from "../model/kind";
import { act, ask, type Procedure } from "../model/procedure";
import { checks } from "./container-checks";
import {
  type ContainerService,
  containerName,
  findContainer,
  locate,
  NoContainer,
  observe,
} from "./container-observe";
import { place, stage, unstage } from "./container-stage";
import { inspectContainers, isLive } from "./docker-host";
import { overall } from "./readiness";
import { neverRestart, policiesOf, setPolicies } from "./restart";

/** One container that somebody started by hand: made again on the target exactly as Docker describes it. */
export const container: Kind<ContainerDecl> = {
  kind: "container",
  asks: [dockerVersion(), dockerInfo()],
  locate,
  observe,
  place,
  checks,
  stage,
  unstage,
  policies,
  fence,
  unfence,
  stop,
  start,
  ready,
};

function* inspected(service: ContainerService, host: Host): Procedure<readonly Container[]> {
  const { own } = yield* findContainer(service, host);
  return yield* inspectContainers(own ? [own.id] : []);
}

function* policies(service: ContainerService, host: Host): Procedure<Fence> {
  return policiesOf(yield* inspected(service, host));
}

function* fence(service: ContainerService, host: Host): Procedure<void> {
  yield* neverRestart(yield* inspected(service, host));
}

function* unfence(service: ContainerService, host: Host, record: Fence): Procedure<void> {
  yield* setPolicies(yield* inspected(service, host), record);
}

function* stop(service: ContainerService, host: Host): Procedure<void> {
  const { own } = yield* findContainer(service, host);
  if (own && isLive(own)) yield* ask(act(stopContainers([own.id])));
}

/**
 * Starts the container. The policy of one that a move uses again is set only now that it runs: before, a
 * reboot could have started it beside the source.
 */
function* start(service: ContainerService, host: Host): Procedure<void> {
  const { own } = yield* findContainer(service, host);
  if (!own) throw new NoContainer(containerName(service), host);
  if (own.state !== "running") yield* ask(act(startContainers([own.id])));
  const record = yield* ask(stageRecord(host, service.name));
  if (!record || Object.keys(record.restart).length === 0) return;
  yield* setPolicies(yield* inspected(service, host), record.restart);
  yield* ask(startDone(host, service.name, record));
}

function* ready(service: ContainerService, host: Host): Procedure<Readiness> {
  const { own } = yield* findContainer(service, host);
  // A service that has left is not up, whatever it said when it went.
  return yield* overall(own ? [{ ...own, state: own.state === "exited" ? "dead" : own.state }] : []);
}
