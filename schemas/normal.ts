import { tidyPath } from "./paths";
import { type DeepReadonly, deepFreeze } from "./readonly";
import type {
  CommandProxyDecl,
  ComposeDecl,
  ContainerDecl,
  HostDecl,
  NginxDecl,
  ProcessDecl,
  ProxyDecl,
  RouteDecl,
  ServiceDecl,
  StackDecl,
} from "./stack";

/**
 * A declaration with every default filled in, so that no default is spelled anywhere else. Durations stay
 * text ("90s"), as they were written; `milliseconds` reads them.
 */
export interface HealthSpec {
  readonly http?: string;
  /** The port to ask; given whenever `http` is. */
  readonly port?: number;
  readonly within: string;
}

export interface ConflictsSpec {
  readonly default: "stop" | "overwrite" | "skip";
  readonly overwrite: readonly string[];
  readonly skip: readonly string[];
}

export interface MoveSpec {
  readonly strategy: "warm" | "cold";
  readonly maxDowntime: string;
  /** Text ("20MB/s"), as it was written; `bytesPerSecond` reads it. */
  readonly rate?: string;
  readonly gentle: boolean;
  readonly conflicts: ConflictsSpec;
  readonly exclude: readonly string[];
  readonly images: "auto" | "copy" | "pull";
  readonly retain: string;
}

export interface HooksSpec {
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
}

interface Filled {
  readonly name: string;
  readonly health: HealthSpec;
  readonly move: MoveSpec;
  readonly hooks: HooksSpec;
}

type Fill<D, F> = D extends unknown ? Omit<D, keyof F> & F : never;

export type ComposeSpec = Fill<ComposeDecl, Filled>;
export type ContainerSpec = Fill<ContainerDecl, Filled & { readonly container: string }>;
export type ProcessSpec = Fill<
  ProcessDecl,
  Filled & { readonly data: readonly string[]; readonly owners: "by-name" | "by-number" }
>;
export type ServiceSpec = ComposeSpec | ContainerSpec | ProcessSpec;
export type SshHostSpec = Extract<HostDecl, { readonly ssh: string }>;
export type LocalHostSpec = Fill<Extract<HostDecl, { readonly local: string }>, { readonly address: string }>;
export type HostSpec = SshHostSpec | LocalHostSpec;
export type NginxSpec = Fill<NginxDecl, { readonly directory: string }>;
export type ProxySpec = NginxSpec | CommandProxyDecl;

/** A stack file that was found sound: frozen, and complete. */
export interface Stack {
  readonly hosts: Readonly<Record<string, HostSpec>>;
  readonly proxies: Readonly<Record<string, ProxySpec>>;
  readonly services: Readonly<Record<string, ServiceSpec>>;
}

/** Fills in the defaults of a valid declaration and freezes it. Normalising a second time changes nothing. */
export function normalise(declared: StackDecl): Stack {
  const stack: Stack = {
    hosts: mapped(declared.hosts, normalHost),
    proxies: mapped(declared.proxies ?? {}, normalProxy),
    services: mapped(declared.services, normalService),
  };
  return deepFreeze(stack) as DeepReadonly<Stack> & Stack;
}

function normalHost(host: HostDecl): HostSpec {
  if ("ssh" in host) return host;
  return { ...host, local: tidyPath(host.local), address: host.address ?? "127.0.0.1" };
}

function normalProxy(proxy: ProxyDecl): ProxySpec {
  if (proxy.kind === "command") return proxy;
  return { ...proxy, directory: tidyPath(proxy.directory ?? "/etc/nginx/conf.d") };
}

function normalService(service: ServiceDecl, name: string): ServiceSpec {
  const filled = {
    name,
    ...(service.route ? { route: normalRoute(service.route) } : {}),
    health: normalHealth(service),
    move: normalMove(service.move),
    hooks: { before: service.hooks?.before ?? [], after: service.hooks?.after ?? [] },
  };
  switch (service.kind) {
    case "compose":
      return { ...service, ...filled, directory: tidyPath(service.directory) };
    case "container":
      return { ...service, ...filled, container: service.container ?? name };
    case "process":
      return {
        ...service,
        ...filled,
        directory: tidyPath(service.directory),
        data: (service.data ?? []).map(tidyPath),
        owners: service.owners ?? "by-name",
      };
  }
}

function normalRoute(route: RouteDecl): RouteDecl {
  return { ...route, domain: route.domain.toLowerCase() };
}

function normalHealth({ health, route }: ServiceDecl): HealthSpec {
  const port = health?.port ?? (health?.http === undefined ? undefined : route?.port);
  return {
    ...(health?.http === undefined ? {} : { http: health.http }),
    ...(port === undefined ? {} : { port }),
    within: health?.within ?? "60s",
  };
}

function normalMove(move: ServiceDecl["move"]): MoveSpec {
  return {
    strategy: move?.strategy ?? "warm",
    maxDowntime: move?.maxDowntime ?? "10s",
    ...(move?.rate === undefined ? {} : { rate: move.rate }),
    gentle: move?.gentle ?? true,
    conflicts: {
      default: move?.conflicts?.default ?? "stop",
      overwrite: move?.conflicts?.overwrite ?? [],
      skip: move?.conflicts?.skip ?? [],
    },
    exclude: move?.exclude ?? [],
    images: move?.images ?? "auto",
    retain: move?.retain ?? "3d",
  };
}

function mapped<A, B>(record: Readonly<Record<string, A>>, change: (value: A, name: string) => B) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
