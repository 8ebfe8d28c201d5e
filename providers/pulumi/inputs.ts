import { normalise, type ServiceSpec, type Stack } from "../../schemas/normal";
import type { HostDecl, ProxyDecl, ServiceDecl } from "../../schemas/stack";
import type { ReviewedMove } from "../engine/facts";
import type { Outputs } from "../engine/outputs";

/** What the program passes in for one service. */
export interface DeclaredInputs {
  readonly service: ServiceDecl & { readonly name: string };
  readonly hosts: Readonly<Record<string, HostDecl>>;
  readonly proxies: Readonly<Record<string, ProxyDecl>>;
  /** The resource's URN, for progress in its own row. */
  readonly resource: string;
}

/** What `check` adds: the facts that a reviewer approves. */
export interface CheckedInputs extends DeclaredInputs {
  readonly move?: ReviewedMove;
  /** A move that was cut off, and what `up` will do with it first. */
  readonly recover?: string;
}

export type State = DeclaredInputs & Outputs;

/** The inputs of a resource as a stack of one service, with every default filled in. */
export function stackOf(inputs: DeclaredInputs): { stack: Stack; service: ServiceSpec } {
  const { name } = inputs.service;
  const stack = normalise({
    hosts: { ...inputs.hosts },
    proxies: { ...inputs.proxies },
    services: { [name]: inputs.service },
  });
  const service = stack.services[name];
  if (!service) throw new TypeError(`no service named ${name}`);
  return { stack, service };
}

/** Only what was declared, in a form that Pulumi can keep: no undefined anywhere. */
export function declared(inputs: DeclaredInputs): DeclaredInputs {
  const { service, hosts, proxies, resource } = inputs;
  return JSON.parse(JSON.stringify({ service, hosts, proxies, resource })) as DeclaredInputs;
}
