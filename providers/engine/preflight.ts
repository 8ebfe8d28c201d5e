import { dirname } from "node:path";
import { home } from "../commands/records";
import { type Identity, identity, memoryAvailable, type Space, space } from "../facts/host";
import { wordsIn } from "../facts/search";
import { at } from "../model/host";
import type { DatasetPlan, ImagePlan } from "../model/plan";
import { ask } from "../model/procedure";
import type { Check, Observed } from "../model/service";
import type { Transport } from "../model/transport";
import { perform } from "./perform";
import {
  clockCheck,
  diskChecks,
  machineCheck,
  memoryCheck,
  type Noting,
  notesChecks,
  toolChecks,
  writableChecks,
} from "./preflight-rules";

export interface Subject {
  readonly service: { readonly name: string };
  readonly source: Transport;
  readonly target: Transport;
  readonly observed: Observed;
  readonly datasets: readonly DatasetPlan[];
  readonly images: readonly ImagePlan[];
  /** Bytes by dataset that an earlier try at the move has left on the target. */
  readonly arrived?: ReadonlyMap<string, number>;
}

/** Where Docker keeps images unless it was told otherwise; only room is looked for there. */
const DOCKER_ROOT = "/var/lib/docker";

/** What the hosts say of themselves. */
export interface Asked {
  readonly left: Identity;
  readonly right: Identity;
  /** Bytes available on the target. */
  readonly memory: number;
  readonly warnings: readonly Check[];
}

/** Asks what need not wait for the scan. Writes nothing. */
export async function askHosts(source: Transport, target: Transport, observed: Observed): Promise<Asked> {
  const [[left, warnings], right, memory] = await Promise.all([
    perform(source, ask(identity())).then(
      async (self): Promise<[Identity, Check[]]> => [
        self,
        await addressWarnings(source, self, observed.texts),
      ],
    ),
    perform(target, ask(identity())),
    perform(target, ask(memoryAvailable())),
  ]);
  return { left, right, memory, warnings };
}

/** The part of the preflight that is the same for every kind of service. Writes nothing. */
export async function hostChecks(subject: Subject, asked: Asked): Promise<Check[]> {
  const { source, target, observed, datasets, images, arrived = new Map() } = subject;
  const { left, right, memory, warnings } = asked;
  const arriving = images.filter((image) => image.how === "copy" || image.how === "pull");
  const needs = needed(datasets, arriving, target, arrived);
  const room = await roomFor(target, [...needs.keys()]);
  const notes = await Promise.all([source, target].map((host) => notingOn(host, subject.service.name)));
  const names = { from: source.host.name, to: target.host.name };
  return [
    { name: "reachable", outcome: "pass", text: `${names.from} and ${names.to} answer` },
    machineCheck(names, left, right, source.host.root === "" && target.host.root === ""),
    ...toolChecks(names, left, right),
    ...memoryCheck(names.to, observed.memory, memory),
    ...diskChecks(names.to, needs, room),
    ...writableChecks(names.to, room),
    ...notesChecks(notes),
    clockCheck(names, left.clock - right.clock),
    ...warnings,
  ];
}

/** Bytes that will be needed below each path: staging holds a whole tree while the old one is still there. */
function needed(
  datasets: readonly DatasetPlan[],
  images: readonly ImagePlan[],
  target: Transport,
  arrived: ReadonlyMap<string, number>,
): Map<string, number> {
  const needs = new Map<string, number>();
  const add = (path: string, bytes: number): void => void needs.set(path, (needs.get(path) ?? 0) + bytes);
  for (const { target: place, scan } of datasets)
    add(dirname(place.path), Math.max(0, scan.bytes - (arrived.get(place.id) ?? 0)));
  for (const image of images) add(at(target.host, DOCKER_ROOT), image.layers?.bytes ?? image.bytes);
  return needs;
}

async function roomFor(target: Transport, paths: readonly string[]): Promise<readonly Space[]> {
  return paths.length === 0 ? [] : perform(target, ask(space(paths)));
}

/** Whether Ferry can keep what it writes down during a move: below `services` and `moves`. */
async function notingOn(on: Transport, service: string): Promise<Noting> {
  const place = home(on.host);
  const room = await perform(on, ask(space([`${place}/services/${service}`, `${place}/moves`])));
  return { host: on.host.name, place, room, user: on.ssh?.user };
}

/** Names of the source that stand in env and compose files: after the move they lead to the wrong host. */
async function addressWarnings(
  source: Transport,
  self: Identity,
  texts: readonly string[],
): Promise<Check[]> {
  const local = new Set(["localhost", "127.0.0.1", "::1", ""]);
  const words = [...new Set([...self.addresses, self.hostname])].filter((word) => !local.has(word));
  if (texts.length === 0 || words.length === 0 || source.host.root !== "") return [];
  const found = await perform(source, ask(wordsIn(words, texts)));
  return found.map(({ file, line, word }) => ({
    name: "addresses",
    outcome: "warn",
    text: `${file}:${line} names ${word}, which is ${source.host.name}`,
    remedy: "Make sure that it still leads to the right host after the move.",
  }));
}
