import * as pulumi from "@pulumi/pulumi";
import type { HostDecl, ProxyDecl, ServiceDecl } from "../schemas/stack";
import type { LastMove, Retained } from "./engine/outputs";

/**
 * What Pulumi keeps in the state as this resource's provider. It is a constant text: a change of one byte would
 * make Pulumi plan changes for every service on an upgrade, so all it does is load the engine that is installed.
 * Pulumi runs it in the folder of the program's main file: from there the package is found in node_modules, or is
 * the very package that the folder belongs to.
 * (Pulumi serialises closures for dynamic resources; a text that captures nothing needs no serialiser.)
 */
export const SHIM = `exports.handler = () => {
  const engine = () => require("node:module").createRequire(process.cwd() + "/")("pulumi-ferry/provider");
  return {
    check: async (olds, news) => engine().check(olds, news),
    diff: async (id, olds, news) => engine().diff(id, olds, news),
    create: async (inputs) => engine().create(inputs),
    read: async (id, props) => engine().read(id, props),
    update: async (id, olds, news) => engine().update(id, olds, news),
    delete: async (id, props) => engine().remove(id, props),
  };
};
`;

const MODULE = "ferry";
const TYPE = "Service";

/** The hosts and proxies that a service may be found on or routed by: the same record for every service. */
export interface Surroundings {
  readonly hosts: Readonly<Record<string, HostDecl>>;
  readonly proxies?: Readonly<Record<string, ProxyDecl>>;
}

export interface ServiceArgs extends Surroundings {
  /** The service as in the stack file: its kind, its host, and what only its kind has. */
  readonly service: ServiceDecl;
}

/**
 * A running service and the host it lives on. Changing `service.host` moves it: preview shows the move, `up`
 * runs it and puts everything back if a step fails. Deleting the resource lets go of the service; nothing is
 * stopped or removed.
 */
export class Service extends pulumi.CustomResource {
  /** The host it was found on. */
  declare readonly host: pulumi.Output<string>;
  /** "running", "stopped", "missing" or "unknown", as last seen. */
  declare readonly state: pulumi.Output<string>;
  /** Since when, as ISO 8601: of the last move, or of the adoption. */
  declare readonly since: pulumi.Output<string>;
  /** What the last move took; null when Ferry has not moved it. */
  declare readonly lastMove: pulumi.Output<LastMove | null>;
  /** Where the copy that the last move left behind lies; null when there is none. */
  declare readonly retained: pulumi.Output<Retained | null>;

  constructor(name: string, args: ServiceArgs, options?: pulumi.CustomResourceOptions) {
    const type = `pulumi-nodejs:dynamic/${MODULE}:${TYPE}`;
    const parent = options?.parent;
    const inputs = {
      service: plain({ ...args.service, name }),
      hosts: plain(args.hosts),
      proxies: plain(args.proxies ?? {}),
      // Inputs named `urn` are dropped; the engine needs it to show progress in this resource's own row.
      resource: pulumi.createUrn(name, type, parent),
      host: undefined,
      state: undefined,
      since: undefined,
      lastMove: undefined,
      retained: undefined,
      __provider: SHIM,
    };
    // Pulumi takes a stack trace, mapped to the sources, for each of the forty promises of a resource, in case one
    // leaks: a third of a preview in which nothing has changed. Nobody reads traces of these.
    const frames = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      super(type, name, inputs, options);
    } finally {
      Error.stackTraceLimit = frames;
    }
  }
}

/** Pulumi refuses inputs that are `undefined` anywhere inside; JSON has none. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
