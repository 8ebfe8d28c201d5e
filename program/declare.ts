import type * as pulumi from "@pulumi/pulumi";
import { Service } from "../providers/service";
import type { ServiceSpec, Stack } from "../schemas/normal";
import { afterMove, beforeMove } from "./hooks";
import { declareNetworks } from "./networks";

/** What a stack says of one service after `up`. */
export interface Placed {
  readonly host: pulumi.Output<string>;
  readonly state: pulumi.Output<string>;
  readonly since: pulumi.Output<string>;
  readonly lastMove: Service["lastMove"];
  readonly retained: Service["retained"];
}

/**
 * Declares every service of a stack, with its hooks around it, after the Docker networks of its host. Returns
 * the services' outputs by name.
 */
export function declareServices(stack: Stack): Record<string, Placed> {
  const networks = declareNetworks(stack.hosts);
  return Object.fromEntries(
    Object.values(stack.services).map((service) => [
      service.name,
      declare(stack, service, networks.get(service.host) ?? []),
    ]),
  );
}

function declare(stack: Stack, service: ServiceSpec, networks: readonly pulumi.Resource[]): Placed {
  const before = beforeMove(service, networks);
  const resource = new Service(service.name, { ...stack, service }, { dependsOn: [...networks, ...before] });
  afterMove(service, resource);
  const { host, state, since, lastMove, retained } = resource;
  return { host, state, since, lastMove, retained };
}
