import { z } from "zod";
import { removeNetwork } from "../commands/docker";
import type { DockerNetwork } from "../facts/docker-objects";
import { apiCall, DockerRefused } from "../facts/engine-api";
import { ask, type Fact, type Procedure } from "../model/procedure";

/**
 * Makes a network as it is on the source. Its subnet is kept where the target has it free; where not, Docker
 * chooses another, unless a container has a fixed address in it (`fixed`).
 */
export function* createNetwork(api: string, network: DockerNetwork, fixed: boolean): Procedure<void> {
  try {
    yield* ask(creation(api, network, network.IPAM));
  } catch (error) {
    if (fixed || !(error instanceof DockerRefused) || !/overlap|address space/i.test(error.message))
      throw error;
    const { Config: _, ...rest } = network.IPAM;
    yield* ask(creation(api, network, rest));
  }
}

function creation(
  api: string,
  network: DockerNetwork,
  ipam: Readonly<Record<string, unknown>>,
): Fact<unknown> {
  const { Name, Driver, EnableIPv6, Internal, Attachable, Options, Labels } = network;
  const body = {
    Name,
    CheckDuplicate: true,
    Driver,
    EnableIPv6,
    Internal,
    Attachable,
    IPAM: ipam,
    Options: Options ?? {},
    Labels: Labels ?? {},
  };
  return apiCall(
    api,
    { method: "POST", path: "/networks/create", body },
    `create network ${Name}`,
    z.unknown(),
  );
}

/** Removes a network that this move made; one that something has joined since stays. */
export const dropNetwork = (id: string): Fact<boolean> => ({
  ask: removeNetwork(id),
  parse: ({ code }) => code === 0,
});

/** "10.1.2.0/24" and "10.1.0.0/16" share addresses. IPv4 only; IPv6 subnets are compared as text. */
export function subnetsOverlap(a: string, b: string): boolean {
  const [left, right] = [range(a), range(b)];
  if (!left || !right) return a === b;
  return left.first <= right.last && right.first <= left.last;
}

function range(subnet: string): { first: number; last: number } | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(subnet);
  if (!found) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = found.slice(1).map(Number);
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}
